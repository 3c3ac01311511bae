package io.neoppod.client;

import io.neoppod.net.Reply;
import io.neoppod.protocol.PackPacket.WaitForPack;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A pack that was ordered. Storages do the work in the background, whether or not somebody waits.
public final class PackHandle {
    private final ClientCore core;
    private final @Nullable Tid order;

    PackHandle(ClientCore core, @Nullable Tid order) {
        this.core = core;
        this.order = order;
    }

    /// The transaction that carries the order; empty when there was nothing to pack.
    public Optional<Tid> order() {
        return Optional.ofNullable(order);
    }

    /// Waits until every readable cell is packed. A loss of the master does not end the wait.
    ///
    /// @throws NeoTimeoutException when that takes longer
    public void await(Duration limit) {
        waitFor(limit);
    }

    /// Waits, within [ClientOptions#timeout] if that is set, until every readable cell is packed.
    public void await() {
        waitFor(core.options().timeout());
    }

    private void waitFor(@Nullable Duration limit) {
        if (order != null) {
            Blocking.await(whenPacked(core, order.value()), limit);
            // It may hold revisions that are gone.
            core.cache().clear();
        }
    }

    /// Completes once every readable cell is packed.
    static CompletableFuture<Void> whenPacked(ClientCore core, long order) {
        return core.onLoop(() -> core.master().askAgain(new WaitForPack(order)).thenAccept(reply -> {
            if (reply instanceof Reply.Refused<?>(var code, var message)) {
                throw CommitSession.refusal(code, message);
            }
        }));
    }
}
