package io.neoppod.master;

import io.neoppod.cluster.Node;
import io.neoppod.master.Transaction.Finish;
import io.neoppod.master.TransactionManager.Vote;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.ProtocolException;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackInfo;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.WaitForPack;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.RecoveryPacket.AnswerFinalTID;
import io.neoppod.protocol.RecoveryPacket.AskFinalTID;
import io.neoppod.protocol.TransactionPacket.AbortTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerBeginTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerNewOIDs;
import io.neoppod.protocol.TransactionPacket.AnswerTransactionFinished;
import io.neoppod.protocol.TransactionPacket.AskBeginTransaction;
import io.neoppod.protocol.TransactionPacket.AskFinishTransaction;
import io.neoppod.protocol.TransactionPacket.AskNewOIDs;
import io.neoppod.protocol.TransactionPacket.FailedVote;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a client may ask while the cluster is running.
///
/// Reference: neo/master/handlers/client.py.
final class ClientService {
    private static final String READ_ONLY = "read-only access as requested by the client";

    private final Master master;
    private final Service service;

    ClientService(Master master, Service service) {
        this.master = master;
        this.service = service;
    }

    HandlerTable table(Node client) {
        return common("ClientServiceHandler", client)
                .on(AskBeginTransaction.class, (exchange, request) -> begin(client, exchange, request))
                .on(AskNewOIDs.class, this::newOids)
                .on(AskFinishTransaction.class, (exchange, request) -> finish(client, exchange, request))
                .on(AskFinalTID.class, this::finalTid)
                .onNotification(AbortTransaction.class, (connection, packet) -> abort(client, packet));
    }

    HandlerTable readOnlyTable(Node client) {
        return common("ClientReadOnlyServiceHandler", client)
                .on(AskBeginTransaction.class, ClientService::refuse)
                .on(AskNewOIDs.class, ClientService::refuse)
                .on(AskFinishTransaction.class, ClientService::refuse)
                .on(AskFinalTID.class, ClientService::refuse)
                .onNotification(AbortTransaction.class, (connection, packet) -> {});
    }

    private HandlerTable common(String name, Node client) {
        return master.peerTable(name, client)
                .on(FailedVote.class, (exchange, request) -> failVote(client, exchange, request))
                .on(AskPackOrders.class, service.packService()::answerAll)
                .on(WaitForPack.class, service.packService()::wait);
    }

    private static <A extends Packet> void refuse(Exchange<A> exchange, Packet request) {
        exchange.refuse(ErrorCode.READ_ONLY_ACCESS, READ_ONLY);
    }

    private void begin(Node client, Exchange<AnswerBeginTransaction> exchange, AskBeginTransaction request) {
        service.held().tryOrHold(exchange, () -> {
            // Nobody could say whether a storage that is starting must have all of the transaction.
            if (service.readiness().isSettling() || master.state() == ClusterState.STOPPING) {
                return false;
            }
            int rank = service.readiness().rank();
            long ttid = service.transactions().begin(client.nid(), request.tid(), rank, master.nowMicros());
            exchange.answer(new AnswerBeginTransaction(ttid));
            return true;
        });
    }

    private void newOids(Exchange<AnswerNewOIDs> exchange, AskNewOIDs request) {
        exchange.answer(new AnswerNewOIDs(service.transactions().newOids(request.count())));
    }

    private void failVote(Node client, Exchange<ErrorPacket> exchange, FailedVote request) {
        var transaction = service.transactions().find(request.ttid(), client.nid());
        service.held().tryOrHold(exchange, () -> {
            // The client may have aborted while its vote was held.
            if (!service.transactions().isPending(request.ttid())) {
                exchange.refuse(ErrorCode.INCOMPLETE_TRANSACTION, "");
                return true;
            }
            return switch (vote(transaction, request)) {
                case ACCEPTED -> {
                    exchange.acknowledge("");
                    yield true;
                }
                case INCOMPLETE -> {
                    exchange.refuse(ErrorCode.INCOMPLETE_TRANSACTION, "");
                    yield true;
                }
                case WAIT -> false;
            };
        });
    }

    private Vote vote(Transaction transaction, FailedVote request) {
        // A storage that was not ready at the beginning was not expected to have all of it.
        var failed = new LinkedHashSet<Integer>();
        Arrays.stream(request.nids())
                .filter(nid -> service.readiness().wasReady(nid, transaction.rank()))
                .forEach(failed::add);
        return service.transactions().failVote(transaction, failed, this::isOperationalWithout);
    }

    private boolean isOperationalWithout(Set<Integer> nids) {
        return master.table().isOperational(node -> node.isRunning() && !nids.contains(node.nid()));
    }

    private void finish(Node client, Exchange<AnswerTransactionFinished> exchange, AskFinishTransaction request) {
        checkPack(request.pack());
        checkPartitions(request.deleted());
        checkPartitions(request.checked());
        var transaction = service.transactions().find(request.ttid(), client.nid());
        if (transaction.isPrepared()) {
            throw new ProtocolException("commit already requested for ttid " + Ids.hex(request.ttid()));
        }
        if (!transaction.failed().isEmpty() && !isOperationalWithout(transaction.failed())) {
            abandon(transaction, exchange);
            return;
        }
        int session = service.session();
        var involved = involve(transaction, request);
        if (session != service.session()) {
            // Giving up storages stopped the cluster: the client was told to reconnect.
            return;
        }
        if (involved.isEmpty()) {
            abandon(transaction, exchange);
            return;
        }
        var finish = new Finish(request.oidList(), modifiedPartitions(request), involved);
        long tid = service.transactions()
                .prepare(transaction, finish, master.nowMicros(), master.table().partitions());
        if (request.pack() != null) {
            service.packs().order(tid, request.pack());
        }
        service.commits().lock(transaction, exchange);
    }

    private void checkPack(@Nullable PackInfo pack) {
        if (pack != null
                && (pack.tid() <= 0 || pack.tid() > service.transactions().lastCommitted())) {
            throw new ProtocolException("invalid pack time");
        }
    }

    private void checkPartitions(int[] partitions) {
        for (int partition : partitions) {
            if (!master.table().hasPartition(partition)) {
                throw new ProtocolException("no such partition: " + partition);
            }
        }
    }

    private void abandon(Transaction transaction, Exchange<AnswerTransactionFinished> exchange) {
        exchange.refuse(ErrorCode.INCOMPLETE_TRANSACTION, "");
        service.transactions().abort(transaction);
        service.commits().aborted(transaction, service.readiness().ready());
    }

    private Set<Integer> modifiedPartitions(AskFinishTransaction request) {
        var partitions = new TreeSet<Integer>();
        for (long oid : request.oidList()) {
            partitions.add(master.table().partition(oid));
        }
        Arrays.stream(request.deleted()).forEach(partitions::add);
        return partitions;
    }

    /// The storages that must lock. Those that failed the vote are given up here, before the transaction is
    /// prepared: their cells must be outdated for whoever sees it.
    private Set<Integer> involve(Transaction transaction, AskFinishTransaction request) {
        var touched = modifiedPartitions(request);
        touched.add(master.table().partition(transaction.ttid()));
        Arrays.stream(request.checked()).forEach(touched::add);
        var seen = new LinkedHashSet<Node>();
        for (int partition : touched) {
            master.table().row(partition).forEach(cell -> seen.add(cell.node()));
        }
        // Storages whose connections are being ended still look readable, and serve reads: the table must say first
        // that
        // they miss this.
        List.copyOf(seen).forEach(master::forgetAborted);
        seen.removeIf(node -> !node.isIdentified());
        var failed = seen.stream()
                .filter(node -> transaction.failed().contains(node.nid()))
                .toList();
        for (var node : failed) {
            master.giveUp(node, "it missed a part of transaction " + Ids.hex(transaction.ttid()));
        }
        var involved = new LinkedHashSet<Integer>();
        for (var node : seen) {
            if (!failed.contains(node) && service.readiness().wasReady(node.nid(), transaction.rank())) {
                involved.add(node.nid());
            }
        }
        return involved;
    }

    /// What is not theirs to abort is left alone, without an error: it would stop the thread of a client of the
    /// reference that reads answers, and such a client aborts transactions that it began before it lost the master.
    private void abort(Node client, AbortTransaction packet) {
        if (!service.transactions().mayAbort(packet.ttid(), client.nid())) {
            master.log().debug("{} has no transaction {} to abort", client, Ids.hex(packet.ttid()));
            return;
        }
        var transaction = service.transactions().find(packet.ttid(), client.nid());
        service.transactions().abort(transaction);
        service.commits().aborted(transaction, asList(packet.nids()));
    }

    private static List<Integer> asList(int[] nids) {
        return Arrays.stream(nids).boxed().toList();
    }

    private void finalTid(Exchange<AnswerFinalTID> exchange, AskFinalTID request) {
        long ttid = request.ttid();
        if (Long.compareUnsigned(service.transactions().lastTid(), ttid) < 0) {
            exchange.answer(new AnswerFinalTID(Ids.NONE));
        } else if (service.transactions().isPending(ttid)) {
            service.commits().await(ttid, exchange);
        } else {
            // Storages of its metadata partition know.
            exchange.answer(new AnswerFinalTID(Ids.MAX_TID));
        }
    }
}
