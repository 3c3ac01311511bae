package io.neoppod.master;

import io.neoppod.cluster.Cell;
import io.neoppod.cluster.Node;
import io.neoppod.cluster.Tweak;
import io.neoppod.cluster.TweakResult;
import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.AdminPacket.AddPendingNodes;
import io.neoppod.protocol.AdminPacket.AnswerTweakPartitionTable;
import io.neoppod.protocol.AdminPacket.NotifyRepair;
import io.neoppod.protocol.AdminPacket.Repair;
import io.neoppod.protocol.AdminPacket.SetClusterState;
import io.neoppod.protocol.AdminPacket.SetNodeState;
import io.neoppod.protocol.AdminPacket.SetNumReplicas;
import io.neoppod.protocol.AdminPacket.TweakPartitionTable;
import io.neoppod.protocol.CheckSource;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ErrorCode;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.protocol.ReplicationPacket.CheckPartition;
import io.neoppod.protocol.ReplicationPacket.CheckReplicas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an administrator may ask. Refusals are DENIED with a text that `neoctl` prints.
///
/// Reference: neo/master/handlers/administration.py.
final class Administration {
    private final Master master;
    private final NodeAdministration nodes;

    Administration(Master master) {
        this.master = master;
        this.nodes = new NodeAdministration(master);
    }

    HandlerTable table(Node admin) {
        return master.peerTable("AdministrationHandler", admin, this::flushLogs)
                .on(SetClusterState.class, this::setClusterState)
                .on(SetNodeState.class, nodes::setState)
                .on(AddPendingNodes.class, this::addPendingNodes)
                .on(TweakPartitionTable.class, this::tweak)
                .on(SetNumReplicas.class, this::setReplicas)
                .on(Truncate.class, this::truncate)
                .on(CheckReplicas.class, this::checkReplicas)
                .on(Repair.class, this::repair);
    }

    // --- the cluster

    private void setClusterState(Exchange<ErrorPacket> exchange, SetClusterState request) {
        var refusal = refusalToSwitch(request.state());
        if (refusal != null) {
            deny(exchange, refusal);
            return;
        }
        exchange.acknowledge("Cluster state changed");
        if (request.state() == ClusterState.VERIFYING) {
            master.allowStartup();
        } else {
            master.stop();
        }
    }

    /// Why the cluster cannot be told to go to a state now; null when it can.
    private @Nullable String refusalToSwitch(ClusterState wanted) {
        var current = master.state();
        return switch (wanted) {
            case VERIFYING -> current == ClusterState.RECOVERING ? refusalToStart() : "Can not switch to this state";
            case STARTING_BACKUP -> {
                if (current != ClusterState.RUNNING) {
                    yield "Can not switch to this state";
                }
                boolean busy = master.service().transactions().hasPending()
                        || !master.members().clients().isEmpty();
                yield busy
                        ? "Can not switch to STARTING_BACKUP state with pending transactions or connected clients"
                        : Master.NO_UPSTREAM;
            }
            case STOPPING_BACKUP -> "Can not switch to this state";
            case STOPPING -> null;
            case RECOVERING, RUNNING, BACKINGUP -> "Invalid state requested";
        };
    }

    private @Nullable String refusalToStart() {
        var storages = master.members().storages();
        if (storages.isEmpty()) {
            return "Cannot exit recovery without any storage node";
        }
        for (var storage : storages) {
            if (Recovering.isBusy(storage)) {
                return "Cannot exit recovery now: node " + storage + " is entering cluster";
            }
        }
        return null;
    }

    private void truncate(Exchange<ErrorPacket> exchange, Truncate request) {
        var service = master.service();
        long tid = request.tid();
        if (master.state() != ClusterState.RUNNING) {
            deny(exchange, refusalIn("truncate"));
        } else if (service.transactions().lastCommitted() <= tid || tid < 0) {
            deny(exchange, "Truncating after last transaction does nothing");
        } else if (service.transactions().firstTid() > tid) {
            deny(exchange, "Truncating before first transaction is probably not what you intended to do");
        } else if (service.packs().hasApprovedAfter(tid)) {
            deny(exchange, "Can not truncate before an approved pack");
        } else {
            exchange.acknowledge("");
            master.stopOperation(tid, "truncation to " + Ids.hex(tid));
        }
    }

    // --- the partition table

    private void addPendingNodes(Exchange<ErrorPacket> exchange, AddPendingNodes request) {
        if (isOutOfService(exchange, "addPendingNodes")) {
            return;
        }
        nodes.add(exchange, request);
    }

    private void tweak(Exchange<AnswerTweakPartitionTable> exchange, TweakPartitionTable request) {
        if (isOutOfService(exchange, "tweakPartitionTable")) {
            return;
        }
        var listed = nidSet(request.excluded());
        var ignored = new ArrayList<Node>();
        for (var storage : master.members().registry().storages()) {
            if (storage.isPending() || listed.contains(storage.nid())) {
                ignored.add(storage);
            } else if (!storage.isRunning()) {
                deny(exchange, "tweak: down nodes must be listed explicitly");
                return;
            }
        }
        var table = request.dryRun() ? master.table().copy() : master.table();
        switch (Tweak.run(table, ignored, master::mayLose)) {
            case TweakResult.Refused(var message) -> deny(exchange, message);
            case TweakResult.Done(var changes, var warning) -> {
                master.warn(warning);
                if (!request.dryRun()) {
                    master.publishTweak(changes);
                }
                exchange.answer(new AnswerTweakPartitionTable(!changes.isEmpty(), table.entries()));
            }
        }
    }

    private void setReplicas(Exchange<ErrorPacket> exchange, SetNumReplicas request) {
        if (isOutOfService(exchange, "setNumReplicas")) {
            return;
        }
        if (request.numReplicas() < 0) {
            deny(exchange, "replicas must be a positive integer");
            return;
        }
        master.publishReplicas(request.numReplicas());
        exchange.acknowledge("");
    }

    // --- the data

    private void checkReplicas(Exchange<ErrorPacket> exchange, CheckReplicas request) {
        var table = master.table();
        for (var entry : request.references().entrySet()) {
            if (!table.hasPartition(entry.getKey())) {
                deny(exchange, "no such partition: " + entry.getKey());
                return;
            }
            int reference = entry.getValue();
            if (reference != NodeIds.NONE && !table.isReadable(entry.getKey(), reference)) {
                deny(exchange, "partition %d is not readable on %s".formatted(entry.getKey(), NodeIds.text(reference)));
                return;
            }
        }
        long max =
                request.maxTid() == Ids.NONE ? master.service().transactions().lastCommitted() : request.maxTid();
        if (request.minTid() > max) {
            master.log().warning("nothing to check: min_tid={} > max_tid={}", Ids.hex(request.minTid()), Ids.hex(max));
        } else {
            startChecks(request, max);
        }
        exchange.acknowledge("");
    }

    private void startChecks(CheckReplicas request, long maxTid) {
        var checkers = new LinkedHashSet<Node>();
        request.references().forEach((partition, reference) -> {
            var cells = master.table().readableCells(partition);
            if (cells.size() <= 1) {
                return;
            }
            // As few nodes as possible check: each one does its partitions one after the other.
            var checker = cells.stream()
                    .map(Cell::node)
                    .filter(checkers::contains)
                    .findFirst()
                    .orElse(cells.getLast().node());
            checkers.add(checker);
            var source = new CheckSource("", addressOf(reference));
            Members.send(checker, new CheckPartition(partition, source, request.minTid(), maxTid));
        });
    }

    private @Nullable Address addressOf(int nid) {
        var node = master.members().registry().byNid(nid);
        return node == null ? null : node.address();
    }

    private void repair(Exchange<ErrorPacket> exchange, Repair request) {
        var storages = new ArrayList<Node>();
        for (int nid : request.nids()) {
            var node = master.members().registry().byNid(nid);
            if (node == null || !node.isStorage() || !node.isIdentified()) {
                deny(exchange, "invalid storage node " + NodeIds.text(nid));
                return;
            }
            storages.add(node);
        }
        Members.sendAll(storages, new NotifyRepair(request.dryRun()));
        exchange.acknowledge("");
    }

    private void flushLogs(Connection requester) {
        for (var node : master.members().registry().identified()) {
            if (node.connection() != requester) {
                Members.send(node, new FlushLog());
            }
        }
    }

    // --- refusing

    private boolean isOutOfService(Exchange<?> exchange, String method) {
        if (master.state() == ClusterState.RUNNING) {
            return false;
        }
        deny(exchange, refusalIn(method));
        return true;
    }

    private String refusalIn(String method) {
        return "%s RPC can not be used in %s state".formatted(method, master.state());
    }

    static void deny(Exchange<?> exchange, String message) {
        exchange.refuse(ErrorCode.DENIED, message);
    }

    private static Set<Integer> nidSet(int[] nids) {
        var set = new LinkedHashSet<Integer>();
        Arrays.stream(nids).forEach(set::add);
        return set;
    }
}
