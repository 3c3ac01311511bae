package io.neoppod.storage;

import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackPacket.AnswerPackOrders;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.NotifyPackSigned;
import java.util.Arrays;

/// Keeps pack orders and their signatures.
///
/// Reference: neo/storage/app.py (maybePack), neo/storage/handlers/__init__.py.
final class Packing {
    private final Host host;

    Packing(Host host) {
        this.host = host;
    }

    HandlerTable table() {
        return new HandlerTable("Packing")
                .on(AskPackOrders.class, this::orders)
                .onNotification(NotifyPackSigned.class, this::signed);
    }

    private void orders(Exchange<AnswerPackOrders> exchange, AskPackOrders request) {
        long from = request.packId() == Ids.NONE ? Ids.ZERO : request.packId();
        host.store.visible(
                session -> session.packOrders(from), orders -> exchange.answer(new AnswerPackOrders(orders)));
    }

    private void signed(Connection master, NotifyPackSigned packet) {
        if (!host.options.disablePack()) {
            host.store.durable(
                    session -> session.signPackOrders(packet.approved(), packet.rejected()), signatures -> {});
        }
        long last = Arrays.stream(packet.approved()).max().orElse(Ids.ZERO);
        host.lastPackId = Math.max(host.lastPackId, last);
    }

    void repair(boolean dryRun) {}
}
