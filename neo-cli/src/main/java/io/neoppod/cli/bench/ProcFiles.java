package io.neoppod.cli.bench;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What Linux tells about processes and their connections in `/proc`. Nothing on other systems, nor about what other
/// users run.
final class ProcFiles {
    private static final Path PROC = Path.of("/proc");
    private static final List<Path> CONNECTIONS = List.of(PROC.resolve("net/tcp"), PROC.resolve("net/tcp6"));
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final String LISTENING = "0A";

    private ProcFiles() {}

    /// A line of the tables of connections.
    private record Socket(int localPort, int remotePort, boolean listens, long inode) {

        static Optional<Socket> parse(String line) {
            var words = line.strip().split("\\s+");
            if (words.length < 10 || words[1].indexOf(':') < 0) {
                return Optional.empty();
            }
            return Optional.of(
                    new Socket(port(words[1]), port(words[2]), words[3].equals(LISTENING), Long.parseLong(words[9])));
        }

        private static int port(String address) {
            return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
        }

        boolean isOtherEndOf(Socket socket) {
            return localPort == socket.remotePort && remotePort == socket.localPort;
        }
    }

    /// The processes here that accepted the connections of some clients.
    ///
    /// @param masterPorts listening on one of these means to be a master
    static Servers servers(Collection<Long> clients, Set<Integer> masterPorts) {
        var sockets = sockets();
        var ours = new TreeSet<Long>();
        clients.forEach(pid -> ours.addAll(socketsOf(pid)));
        // The other end must be in the table too: a port number alone may be that of another machine.
        var ports = new TreeSet<Integer>();
        sockets.stream()
                .filter(mine -> ours.contains(mine.inode)
                        && !mine.listens
                        && sockets.stream().anyMatch(other -> other.isOtherEndOf(mine)))
                .forEach(mine -> ports.add(mine.remotePort));
        var roles = new TreeMap<Long, String>();
        for (var socket : sockets) {
            if (socket.listens && ports.contains(socket.localPort)) {
                roles.put(socket.inode, masterPorts.contains(socket.localPort) ? "master" : "storage");
            }
        }
        return new Servers(owners(roles));
    }

    private static List<Servers.Server> owners(TreeMap<Long, String> roles) {
        var servers = new ArrayList<Servers.Server>();
        ProcessHandle.allProcesses().sorted().forEach(process -> {
            var found = new TreeSet<String>();
            for (long inode : socketsOf(process.pid())) {
                if (roles.containsKey(inode)) {
                    found.add(roles.get(inode));
                }
            }
            if (!found.isEmpty()) {
                var command = process.info().command().orElse("?");
                servers.add(new Servers.Server(process.pid(), String.join("+", found), command));
            }
        });
        return List.copyOf(servers);
    }

    /// A number of `/proc/PID/status`.
    static Optional<Long> status(long pid, String name) {
        return lines(PROC.resolve(pid + "/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> Long.parseLong(line.split("\\s+")[1]))
                .findFirst();
    }

    private static List<Socket> sockets() {
        return CONNECTIONS.stream()
                .flatMap(file -> lines(file).stream())
                .flatMap(line -> Socket.parse(line).stream())
                .toList();
    }

    private static List<Long> socketsOf(long pid) {
        var inodes = new ArrayList<Long>();
        try (var descriptors = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
            for (var descriptor : descriptors) {
                inode(descriptor).ifPresent(inodes::add);
            }
        } catch (IOException | DirectoryIteratorException goneOrForeign) {
            return inodes;
        }
        return inodes;
    }

    private static Optional<Long> inode(Path descriptor) {
        try {
            var match = SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
            return match.matches() ? Optional.of(Long.valueOf(match.group(1))) : Optional.empty();
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException missing) {
            return List.of();
        }
    }
}
