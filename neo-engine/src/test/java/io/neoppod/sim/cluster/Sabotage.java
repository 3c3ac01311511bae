package io.neoppod.sim.cluster;

import io.neoppod.protocol.Ids;
import io.neoppod.storage.database.Database;
import io.neoppod.storage.database.DatabaseException;
import io.neoppod.storage.database.ReadSession;
import io.neoppod.storage.database.RecordKey;
import io.neoppod.storage.database.TableChange;
import io.neoppod.storage.database.WriteSession;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Mistakes that a database or its use could have, put between a storage and its database: the suite must find
/// each.
enum Sabotage {
    /// Commits of transactions claim to be durable and are not.
    NOTHING_IS_DURABLE,
    /// A vote is answered before it is durable.
    VOTES_ARE_NOT_DURABLE,
    /// A lock is answered before the final TID is durable.
    LOCKS_ARE_NOT_DURABLE,
    /// An error of the disk at a commit is ignored.
    COMMIT_ERRORS_ARE_IGNORED,
    /// Stores are not compared with the last revision of the object, as if its lock did not matter.
    CONFLICTS_ARE_NOT_SEEN,
    /// The other nodes are not told of the last records when they replicate.
    REPLICATION_FORGETS_RECORDS,
    /// Nobody remembers which transactions were committed.
    FINAL_TIDS_ARE_FORGOTTEN,
    /// What was voted stays when it is aborted.
    ABORTED_VOTES_STAY,
    /// An object of a transaction is not moved to the final tables.
    UNLOCK_FORGETS_AN_OBJECT,
    /// A storage starts with an older partition table than it was given: it does not know what outdated its cells.
    OLDER_TABLES_ARE_CHOSEN;

    /// Changes that are always made durable, so that only transactions suffer.
    private static final Set<String> CONFIGURATION = Set.of(
            "setName", "setNid", "setBackupTid", "setTruncateTid", "changePartitionTable", "setCellTid", "setPacked");

    Database spoil(Database database) {
        var handler = new Writer(database.writer());
        var writer = proxy(WriteSession.class, handler);
        return proxy(Database.class, (self, method, arguments) -> switch (method.getName()) {
            case "writer" -> writer;
            case "openReader", "openMappedReader" ->
                proxy(ReadSession.class, new Reader((ReadSession) call(database, method, arguments)));
            case "sync" -> {
                handler.sync(database);
                yield null;
            }
            default -> call(database, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /// A session that reads.
    private class Reader implements InvocationHandler {
        private final ReadSession session;

        Reader(ReadSession session) {
            this.session = session;
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            var result = call(session, method, arguments);
            return switch (method.getName()) {
                case "replicationObjects" ->
                    Sabotage.this == REPLICATION_FORGETS_RECORDS ? withoutSome((List<?>) result) : result;
                case "finalTid" -> Sabotage.this == FINAL_TIDS_ARE_FORGOTTEN ? Ids.NONE : result;
                default -> result;
            };
        }

        private static List<?> withoutSome(List<?> keys) {
            return keys.stream().filter(key -> ((RecordKey) key).tid() % 5 != 0).toList();
        }
    }

    /// The session that writes.
    private final class Writer extends Reader {
        private final WriteSession session;
        /// What was called since the last sync.
        private final Set<String> done = new HashSet<>();

        Writer(WriteSession session) {
            super(session);
            this.session = session;
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            var name = method.getName();
            done.add(name);
            return switch (name) {
                case "commit" -> commit();
                case "lastObjectTidOfAnyCell" ->
                    Sabotage.this == CONFLICTS_ARE_NOT_SEEN ? Ids.NONE : super.invoke(self, method, arguments);
                case "abort" -> Sabotage.this == ABORTED_VOTES_STAY ? null : super.invoke(self, method, arguments);
                case "changePartitionTable" ->
                    Sabotage.this == OLDER_TABLES_ARE_CHOSEN && !((TableChange) arguments[0]).reset()
                            ? null
                            : super.invoke(self, method, arguments);
                case "unlock" -> unlock((long) arguments[0], (long) arguments[1]);
                default -> super.invoke(self, method, arguments);
            };
        }

        private Object commit() {
            ignoreErrors(session::commit);
            return null;
        }

        void sync(Database database) {
            if (!skipsSync()) {
                ignoreErrors(database::sync);
            }
            done.clear();
        }

        private void ignoreErrors(Runnable action) {
            try {
                action.run();
            } catch (DatabaseException failure) {
                if (Sabotage.this != COMMIT_ERRORS_ARE_IGNORED) {
                    throw failure;
                }
            }
        }

        private boolean skipsSync() {
            if (done.stream().anyMatch(CONFIGURATION::contains)) {
                return false;
            }
            return switch (Sabotage.this) {
                case NOTHING_IS_DURABLE -> true;
                case VOTES_ARE_NOT_DURABLE -> done.contains("vote") && !done.contains("lock");
                case LOCKS_ARE_NOT_DURABLE -> done.contains("lock") && !done.contains("vote");
                default -> false;
            };
        }

        private Object unlock(long ttid, long tid) {
            session.unlock(ttid, tid);
            if (Sabotage.this == UNLOCK_FORGETS_AN_OBJECT && tid % 7 == 0) {
                session.replicationObjects(0, tid, 0, tid, 1)
                        .forEach(key -> session.deleteObject(key.oid(), key.tid()));
            }
            return null;
        }
    }
}
