package io.neoppod.cli.bench;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The nodes that clients are connected to, as far as they are processes of this machine.
///
/// @param processes each once, by process id
record Servers(List<Server> processes) {

    /// A process that is one or more nodes.
    ///
    /// @param role `master`, `storage`, or both, joined by `+`
    record Server(long pid, String role, String command) {

        /// Resident memory in MiB; empty when the process is gone.
        Optional<Double> residentMiB() {
            return ProcFiles.status(pid, "VmRSS").map(kib -> kib / 1024.0);
        }

        /// The most it ever was.
        Optional<Double> peakMiB() {
            return ProcFiles.status(pid, "VmHWM").map(kib -> kib / 1024.0);
        }
    }

    boolean isEmpty() {
        return processes.isEmpty();
    }

    double cpuSeconds() {
        return cpuSeconds(processes.stream().map(Server::pid).toList());
    }

    /// CPU that some processes used so far; nothing for those that are gone.
    static double cpuSeconds(Collection<Long> pids) {
        return pids.stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToDouble(time -> time.toNanos() / 1e9)
                .sum();
    }

    double residentMiB() {
        return processes.stream()
                .mapToDouble(server -> server.residentMiB().orElse(0.0))
                .sum();
    }
}
