package io.neoppod.master;

import io.neoppod.cluster.Node;
import io.neoppod.net.Exchange;
import io.neoppod.net.ProtocolException;
import io.neoppod.net.Reply;
import io.neoppod.protocol.CommitPacket.AnswerInformationLocked;
import io.neoppod.protocol.CommitPacket.AskLockInformation;
import io.neoppod.protocol.CommitPacket.NotifyTransactionFinished;
import io.neoppod.protocol.CommitPacket.NotifyUnlockInformation;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackPacket.NotifyPackSigned;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.RecoveryPacket.AnswerFinalTID;
import io.neoppod.protocol.TransactionPacket.AbortTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerTransactionFinished;
import io.neoppod.protocol.TransactionPacket.InvalidateObjects;
import io.neoppod.protocol.TransactionPacket.InvalidatePartitions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Carries out what [TransactionManager] decides: locks, commits in order, aborts.
///
/// Order that clients rely on: on each connection, invalidations and answers to own commits come by increasing TID, and
/// before storages unlock.
///
/// Bound: one entry per prepared transaction, and one per `AskFinalTID` in flight.
final class Commits {
    private static final int[] NO_NIDS = {};
    private static final long[] NO_TIDS = {};

    private final Master master;
    private final Service service;
    private final Map<Long, Exchange<AnswerTransactionFinished>> finishing = new LinkedHashMap<>();
    private final Map<Long, List<Exchange<AnswerFinalTID>>> awaiting = new LinkedHashMap<>();

    Commits(Master master, Service service) {
        this.master = master;
        this.service = service;
    }

    /// Asks storages to lock a prepared transaction.
    void lock(Transaction transaction, Exchange<AnswerTransactionFinished> exchange) {
        long ttid = transaction.ttid();
        finishing.put(ttid, exchange);
        boolean pack = service.packs().isApproved(transaction.tid());
        var request = new AskLockInformation(ttid, transaction.tid(), pack);
        for (int nid : List.copyOf(transaction.involved())) {
            askToLock(nid, request);
        }
    }

    private void askToLock(int nid, AskLockInformation request) {
        var node = master.members().registry().byNid(nid);
        var connection = node == null ? null : node.connection();
        if (connection == null) {
            return;
        }
        int session = service.session();
        connection.ask(request, reply -> {
            switch (reply) {
                case Reply.Answered<AnswerInformationLocked>(var answer) -> {
                    if (answer.ttid() != request.ttid()) {
                        throw new ProtocolException("lock of another ttid than " + Ids.hex(request.ttid()));
                    }
                    // After a stop of operation, it is for the verification to tell what becomes of the transaction.
                    if (session == service.session()) {
                        commit(service.transactions().onLocked(answer.ttid(), nid));
                    }
                }
                case Reply.Refused<AnswerInformationLocked>(var code, var message) -> {
                    master.log().error("{} cannot lock {}: {}", node, Ids.hex(request.ttid()), message);
                    connection.abort();
                }
                // The loss of the storage follows.
                case Reply.Lost<AnswerInformationLocked>(var reason) -> {}
            }
        });
    }

    /// Tells everybody of committed transactions.
    void commit(List<Transaction> committed) {
        if (!committed.isEmpty()) {
            committed.forEach(this::publish);
            master.onTransactionsEnded();
        }
    }

    private void publish(Transaction transaction) {
        long ttid = transaction.ttid();
        long tid = transaction.tid();
        tellClients(transaction);
        tellStorages(transaction.involved(), new NotifyUnlockInformation(ttid));
        if (service.packs().isApproved(tid)) {
            var signed = new NotifyPackSigned(new long[] {tid}, NO_TIDS);
            tellStorages(service.readiness().ready(), signed);
            master.members().clients().stream()
                    .filter(Commits::isBackupMaster)
                    .forEach(client -> Members.send(client, signed));
        }
        answerAwaiting(ttid, tid);
        tellStorages(transaction.observers(), new NotifyTransactionFinished(ttid, tid));
    }

    private void tellClients(Transaction transaction) {
        var exchange = finishing.remove(transaction.ttid());
        var invalidation = new InvalidateObjects(transaction.tid(), transaction.oids());
        for (var client : master.members().clients()) {
            if (exchange != null && client.connection() == exchange.connection()) {
                exchange.answer(new AnswerTransactionFinished(transaction.ttid(), transaction.tid()));
            } else if (isBackupMaster(client)) {
                var partitions = transaction.partitions().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
                Members.send(client, new InvalidatePartitions(transaction.tid(), partitions));
            } else {
                Members.send(client, invalidation);
            }
        }
    }

    private static boolean isBackupMaster(Node client) {
        return client.extra().containsKey("backup");
    }

    /// A client that lost its connection while it finished wants to know the outcome.
    void await(long ttid, Exchange<AnswerFinalTID> exchange) {
        awaiting.computeIfAbsent(ttid, t -> new ArrayList<>()).add(exchange);
    }

    private void answerAwaiting(long ttid, long tid) {
        var exchanges = awaiting.remove(ttid);
        if (exchanges != null) {
            exchanges.forEach(exchange -> exchange.answer(new AnswerFinalTID(tid)));
        }
    }

    /// A transaction was aborted.
    ///
    /// @param others storages to tell besides those that observe it
    void aborted(Transaction transaction, Collection<Integer> others) {
        var told = new ArrayList<>(service.readiness().ready());
        told.removeIf(nid -> !others.contains(nid) && !transaction.observers().contains(nid));
        tellStorages(told, new AbortTransaction(transaction.ttid(), NO_NIDS));
        answerAwaiting(transaction.ttid(), Ids.NONE);
        master.onTransactionsEnded();
    }

    private void tellStorages(Collection<Integer> nids, Packet packet) {
        for (int nid : nids) {
            var node = master.members().registry().byNid(nid);
            if (node != null) {
                Members.send(node, packet);
            }
        }
    }

    /// The cluster stops: clients will ask again.
    void clear() {
        finishing.clear();
        awaiting.clear();
    }
}
