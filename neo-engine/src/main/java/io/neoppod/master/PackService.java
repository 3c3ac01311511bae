package io.neoppod.master;

import io.neoppod.cluster.Cell;
import io.neoppod.cluster.Node;
import io.neoppod.net.Exchange;
import io.neoppod.net.Reply;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackOrder;
import io.neoppod.protocol.PackPacket.AnswerPackOrders;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.NotifyPackCompleted;
import io.neoppod.protocol.PackPacket.NotifyPackSigned;
import io.neoppod.protocol.PackPacket.WaitForPack;
import io.neoppod.protocol.PackPacket.WaitedForPack;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;

/// What peers ask and tell about pack orders. Reference: neo/master/pack.py.
final class PackService {
    private final Master master;
    private final PackManager packs;
    // One entry per request in flight.
    private final NavigableMap<Long, List<Exchange<WaitedForPack>>> waiting = new TreeMap<>();

    PackService(Master master, PackManager packs) {
        this.master = master;
        this.packs = packs;
    }

    /// A storage learns what is signed when it becomes ready.
    void tellSigned(Node storage) {
        var signed = packs.signedFrom(Ids.ZERO);
        if (!signed.isEmpty()) {
            Members.send(storage, new NotifyPackSigned(signed.approved(), signed.rejected()));
        }
    }

    void onCompleted(Node storage, NotifyPackCompleted packet) {
        packs.onCompleted(storage.nid(), packet.packId());
        forgetCompleted();
    }

    void onStorageLost(Node storage) {
        packs.onStorageLost(storage.nid());
        forgetCompleted();
    }

    private void forgetCompleted() {
        var readable = master.table().nodesWith(Cell::isReadable).stream()
                .map(Node::nid)
                .toList();
        if (packs.forgetCompleted(readable)) {
            waiting.entrySet().removeIf(entry -> {
                boolean over = !packs.isKnown(entry.getKey());
                if (over) {
                    entry.getValue().forEach(exchange -> exchange.answer(new WaitedForPack()));
                }
                return over;
            });
        }
    }

    void wait(Exchange<WaitedForPack> exchange, WaitForPack request) {
        if (packs.isKnown(request.packId())) {
            waiting.computeIfAbsent(request.packId(), id -> new ArrayList<>()).add(exchange);
        } else {
            exchange.answer(new WaitedForPack());
        }
    }

    /// A client wants all orders from an id on.
    void answerAll(Exchange<AnswerPackOrders> exchange, AskPackOrders request) {
        answer(exchange, request, packs::from);
    }

    /// A storage wants the next order to execute.
    void answerNext(Exchange<AnswerPackOrders> exchange, AskPackOrders request) {
        answer(exchange, request, packs::nextFrom);
    }

    private void answer(
            Exchange<AnswerPackOrders> exchange, AskPackOrders request, LongFunction<List<PackOrder>> selection) {
        long packId = request.packId();
        if (packId != Ids.NONE && packs.isForgotten(packId)) {
            new Query(exchange, packId, selection).ask();
        } else {
            exchange.answer(new AnswerPackOrders(selection.apply(packId == Ids.NONE ? Ids.ZERO : packId)));
        }
    }

    void clear() {
        packs.clear();
        waiting.clear();
    }

    /// Reads forgotten orders again: each partition must be answered for by a storage that can read it.
    private final class Query {
        private final Exchange<AnswerPackOrders> exchange;
        private final long packId;
        private final LongFunction<List<PackOrder>> selection;
        private final List<PackOrder> found = new ArrayList<>();
        private final Set<Integer> missing = new TreeSet<>();
        private final Set<Integer> asked = new TreeSet<>();

        Query(Exchange<AnswerPackOrders> exchange, long packId, LongFunction<List<PackOrder>> selection) {
            this.exchange = exchange;
            this.packId = packId;
            this.selection = selection;
            for (int partition = 0; partition < master.table().partitions(); partition++) {
                missing.add(partition);
            }
        }

        void ask() {
            if (!exchange.isOpen()) {
                return;
            }
            for (int partition : List.copyOf(missing)) {
                if (!asked.contains(partition)) {
                    master.table().row(partition).stream()
                            .filter(cell -> cell.isAvailable() && cell.node().isIdentified())
                            .findFirst()
                            .ifPresent(cell -> ask(cell.node()));
                }
            }
        }

        private void ask(Node storage) {
            var partitions = new LinkedHashSet<Integer>();
            for (int partition : master.table().partitionsOf(storage.nid(), Cell::isReadable)) {
                if (missing.contains(partition) && asked.add(partition)) {
                    partitions.add(partition);
                }
            }
            var connection = storage.connection();
            connection.ask(new AskPackOrders(packId), reply -> {
                asked.removeAll(partitions);
                switch (reply) {
                    case Reply.Answered<AnswerPackOrders>(var answer) -> onAnswer(partitions, answer);
                    case Reply.Refused<AnswerPackOrders>(var code, var message) -> {
                        connection.abort();
                        ask();
                    }
                    case Reply.Lost<AnswerPackOrders>(var reason) -> ask();
                }
            });
        }

        private void onAnswer(Set<Integer> partitions, AnswerPackOrders answer) {
            missing.removeAll(partitions);
            found.addAll(answer.orders());
            if (!missing.isEmpty()) {
                ask();
            } else if (exchange.isOpen()) {
                packs.remember(packId, found);
                exchange.answer(new AnswerPackOrders(selection.apply(packId)));
                forgetCompleted();
            }
        }
    }
}
