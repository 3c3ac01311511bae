package io.neoppod.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.protocol.Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Nobody is left waiting for a client that was closed. Its master listens and says nothing.
class ClosedClientTest {

    private static NeoStorage open(ServerSocket master) throws Exception {
        return NeoStorage.open(ClientOptions.of("any", List.of(new Address("127.0.0.1", master.getLocalPort()))));
    }

    private static ServerSocket silentMaster() throws Exception {
        return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    @Test
    void whoeverWaitsIsTold() throws Exception {
        try (var master = silentMaster()) {
            var storage = open(master);
            var waiting = Stream.<Runnable>of(
                            storage::lastTransaction, storage::sync, storage::newOid, () -> storage.load(Oid.ROOT))
                    .map(call -> CompletableFuture.runAsync(
                            call, task -> Thread.ofVirtual().start(task)))
                    .toList();
            master.accept().close();
            storage.close();
            assertThat(waiting)
                    .allSatisfy(call -> assertThat(call)
                            .failsWithin(TestDatabase.PATIENCE)
                            .withThrowableThat()
                            .withCauseInstanceOf(StorageException.class)
                            .withMessageMatching(".*: the client (is closed|was closed meanwhile)"));
        }
    }

    @Test
    void whoeverComesLaterIsTold() throws Exception {
        try (var master = silentMaster()) {
            var storage = open(master);
            storage.close();
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    storage::lastTransaction,
                    () -> storage.load(Oid.ROOT),
                    () -> storage.begin(TransactionMetadata.NONE),
                    () -> storage.iterate(null, null).hasNext())) {
                assertThatThrownBy(call).isInstanceOf(StorageException.class).hasMessage("the client is closed");
            }
        }
    }
}
