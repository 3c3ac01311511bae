package io.neoppod.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Address;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Python clients and `neoctl` against clusters of our nodes, alone and mixed with Python nodes.
class JavaClusterInteropIT {
    /// Commits through ZODB with conflicts resolved by a retry, loads in a second connection, reads history.
    private static final String ZODB_CLIENT = """
            import sys, transaction, ZODB
            from BTrees.OOBTree import OOBTree
            from neo.client.Storage import Storage
            db = ZODB.DB(Storage(master_nodes=sys.argv[1], name='interop'))
            with db.transaction() as c:
                tree = c.root().setdefault('tree', OOBTree())
                done = len(tree)
                for i in range(200):
                    tree['%06d' % (done + i)] = 'value %d' % i * 50
            a, b = transaction.TransactionManager(), transaction.TransactionManager()
            ca, cb = db.open(a), db.open(b)
            ca.root()['counter'] = ca.root().get('counter', 0) + 1
            cb.root()['counter'] = cb.root().get('counter', 0) + 1
            a.commit()
            try:
                b.commit()
                print('no conflict')
            except transaction.interfaces.TransientError:
                b.abort()
                print('conflict')
            cb.root()['counter'] += 10
            b.commit()
            ca.sync()
            print('counter', ca.root()['counter'])
            print('objects', len(ca.root()['tree']))
            print('history', len(db.history(b'\\0' * 8, 100)) > 2)
            undo = [d['id'] for d in db.undoLog(0, 5)]
            db.undo(undo[0])
            transaction.commit()
            ca.sync()
            print('undone', ca.root()['counter'])
            print('transactions', len(list(db.storage.iterator())) > 3)
            db.close()
            """;

    @Test
    void zodbRunsOnOurCluster(@TempDir Path folder) throws Exception {
        try (var python = Reference.in(folder);
                var java = new JavaNodes()) {
            var master = java.master(2, 1, 12);
            var admin = java.admin(master);
            java.storage(master, folder.resolve("s1.sqlite"));
            java.storage(master, folder.resolve("s2.sqlite"));
            python.awaitState(admin.port(), "RUNNING");
            checkZodb(python, master, 200);
            var nodes = python.neoctl(admin.port(), "print", "node").output();
            assertThat(nodes.lines()).hasSize(4).anyMatch(line -> line.startsWith("S2 | STORAGE | "));
            assertThat(python.neoctl(admin.port(), "print", "pt").output())
                    .startsWith("# ptid: 1, replicas: 1\n")
                    .contains("S1 R UUUUUUUUUUUU");
            assertThat(python.neoctl(admin.port(), "print", "summary").output())
                    .startsWith("# {}\nRUNNING; UP_TO_DATE=24; ltid=");
        }
    }

    @Test
    void ourMasterLeadsStoragesOfBothKinds(@TempDir Path folder) throws Exception {
        try (var python = Reference.in(folder);
                var java = new JavaNodes()) {
            var master = java.master(2, 1, 12);
            var admin = java.admin(master);
            java.storage(master, folder.resolve("s1.sqlite"));
            pythonStorage(python, master, folder.resolve("s2.sqlite"));
            python.awaitState(admin.port(), "RUNNING");
            checkZodb(python, master, 200);
        }
    }

    @Test
    void aPythonMasterLeadsStoragesOfBothKinds(@TempDir Path folder) throws Exception {
        int port = Reference.freePort();
        int admin = Reference.freePort();
        var masters = "127.0.0.1:" + port;
        var master = new Address("127.0.0.1", port);
        try (var python = Reference.in(folder);
                var java = new JavaNodes()) {
            python.start("master", "-c", "interop", "-m", masters, "-b", masters, "-r", "1", "-p", "12", "-A", "2");
            python.start("admin", "-c", "interop", "-m", masters, "-b", "127.0.0.1:" + admin);
            java.storage(master, folder.resolve("s1.sqlite"));
            pythonStorage(python, master, folder.resolve("s2.sqlite"));
            python.awaitState(admin, "RUNNING");
            checkZodb(python, master, 200);
        }
    }

    @Test
    void aDatabaseWrittenByOneIsServedByTheOther(@TempDir Path folder) throws Exception {
        var file = folder.resolve("s1.sqlite");
        try (var python = Reference.in(folder);
                var java = new JavaNodes()) {
            var master = java.master(1, 0, 4);
            var admin = java.admin(master);
            var ours = java.storage(master, file);
            python.awaitState(admin.port(), "RUNNING");
            checkZodb(python, master, 200);
            ours.run();

            var theirs = pythonStorage(python, master, file);
            python.awaitState(admin.port(), "RUNNING");
            checkZodb(python, master, 400);
            theirs.destroy();
            theirs.onExit().join();

            java.storage(master, file);
            python.awaitState(admin.port(), "RUNNING");
            checkZodb(python, master, 600);
        }
    }

    private static Process pythonStorage(Reference python, Address master, Path file) throws Exception {
        return python.start("storage", "-c", "interop", "-m", master.toString(), "-a", "SQLite", "-d", file.toString());
    }

    private static void checkZodb(Reference python, Address master, int objects) throws Exception {
        var result = python.script(ZODB_CLIENT, master.toString());
        int runs = objects / 200;
        int counter = runs * 11 - 10;
        assertThat(result.output().lines())
                .as(result.errors())
                .containsExactly(
                        "conflict",
                        "counter " + (counter - (runs - 1) * 10 + 10),
                        "objects " + objects,
                        "history True",
                        "undone " + (counter - (runs - 1) * 10),
                        "transactions True");
    }
}
