package io.neoppod.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A master of ours and one of Python NEO in one cluster: the one that starts later follows the other, and takes over
/// while a ZODB application commits.
class SeveralMastersInteropIT {
    private static final int ACCEPT_MS = 60_000;

    /// Counts to 200 in an object, whatever happens to the cluster, and calls at 50. The count must always be what was
    /// committed; only an outcome that ZODB could not tell may be either way.
    private static final String COUNT = """
            import socket, sys, time, transaction, ZODB
            from neo.client.Storage import Storage
            db = ZODB.DB(Storage(master_nodes=sys.argv[1], name='interop'))
            c = db.open()
            known = maybe = 0
            while known < 200:
                try:
                    transaction.begin()
                    n = c.root().get('n', 0)
                    if n not in (known, maybe):
                        sys.exit('%s is neither %s nor %s' % (n, known, maybe))
                    maybe = n + 1
                    c.root()['n'] = maybe
                    transaction.commit()
                    known = maybe
                except Exception:
                    transaction.abort()
                    time.sleep(.01)
                    continue
                if known == 50:
                    socket.create_connection(('127.0.0.1', int(sys.argv[2]))).close()
            print('counted to', known)
            db.close()
            """;

    @TempDir
    private Path folder;

    @Test
    void ourMasterTakesOverFromAPythonOne() throws Exception {
        try (var python = Reference.in(folder);
                var java = new JavaNodes()) {
            var theirs = freeAddress();
            var ours = freeAddress();
            var masters = List.of(theirs, ours);
            var first = pythonMaster(python, masters, theirs);
            var admin = pythonAdmin(python, masters);
            python.awaitState(admin.port(), "RECOVERING");
            java.master(masters, ours, 2, 1, 4);
            surviveLoss(python, java, masters, admin, first::destroyForcibly);
        }
    }

    @Test
    void aPythonMasterTakesOverFromOurs() throws Exception {
        try (var python = Reference.in(folder);
                var java = new JavaNodes()) {
            var theirs = freeAddress();
            var ours = freeAddress();
            var masters = List.of(ours, theirs);
            var kill = java.master(masters, ours, 2, 1, 4);
            pythonMaster(python, masters, theirs);
            surviveLoss(python, java, masters, pythonAdmin(python, masters), kill);
        }
    }

    private void surviveLoss(Reference python, JavaNodes java, List<Address> masters, Address admin, Runnable kill)
            throws Exception {
        java.storage(masters, folder.resolve("s1.sqlite"));
        start(python, "storage", masters, freeAddress(), "-a", "SQLite", "-d", "s2.sqlite");
        python.awaitState(admin.port(), "RUNNING");
        python.await(admin.port(), "node", nodes -> masterStates(nodes).equals(List.of("RUNNING", "RUNNING")));
        assertThat(python.neoctl(admin.port(), "print", "primary").output()).isEqualTo("M1\n");

        var result = whileCounting(python, masters, kill);
        assertThat(result.output()).as(result.errors()).isEqualTo("counted to 200\n");
        python.awaitState(admin.port(), "RUNNING");
        assertThat(python.neoctl(admin.port(), "print", "primary").output()).isEqualTo("M2\n");
        assertThat(masterStates(python.neoctl(admin.port(), "print", "node").output()))
                .containsExactly("DOWN", "RUNNING");
    }

    private static Reference.Result whileCounting(Reference python, List<Address> masters, Runnable kill)
            throws Exception {
        try (var call = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var background = Executors.newSingleThreadExecutor()) {
            call.setSoTimeout(ACCEPT_MS);
            Callable<Reference.Result> counting =
                    () -> python.script(COUNT, text(masters), String.valueOf(call.getLocalPort()));
            var result = background.submit(counting);
            call.accept().close();
            kill.run();
            return result.get();
        }
    }

    private static Process pythonMaster(Reference python, List<Address> masters, Address bind) throws Exception {
        return start(python, "master", masters, bind, "-A", "2", "-r", "1", "-p", "4");
    }

    private static Address pythonAdmin(Reference python, List<Address> masters) throws Exception {
        var address = freeAddress();
        start(python, "admin", masters, address);
        return address;
    }

    private static Process start(Reference python, String role, List<Address> masters, Address bind, String... more)
            throws Exception {
        var arguments = new ArrayList<>(List.of("-c", JavaNodes.CLUSTER, "-m", text(masters), "-b", bind.toString()));
        arguments.addAll(Arrays.asList(more));
        return python.start(role, arguments.toArray(String[]::new));
    }

    private static Address freeAddress() throws Exception {
        return new Address("127.0.0.1", Reference.freePort());
    }

    private static String text(List<Address> masters) {
        return masters.stream().map(Address::toString).collect(Collectors.joining(" "));
    }

    private static List<String> masterStates(String nodes) {
        return nodes.lines()
                .map(line -> line.split("\\s*\\|\\s*"))
                .filter(fields -> fields[1].equals("MASTER"))
                .map(fields -> fields[3])
                .toList();
    }
}
