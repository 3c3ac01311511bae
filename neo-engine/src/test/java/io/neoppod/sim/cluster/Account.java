package io.neoppod.sim.cluster;

import io.neoppod.client.SimClient.Revision;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What an object of the bank holds.
///
/// @param attempt the transaction that wrote it
/// @param size    how much else is stored with it
record Account(long balance, long attempt, int size) {
    private static final int FIXED_BYTES = 20;

    static Account of(byte @Nullable [] data) {
        if (data == null) {
            return new Account(0, 0, 0);
        }
        var buffer = ByteBuffer.wrap(data);
        return new Account(buffer.getLong(), buffer.getLong(), buffer.getInt());
    }

    static Account of(Revision revision) {
        return of(revision.data());
    }

    byte[] data() {
        return ByteBuffer.allocate(FIXED_BYTES + size)
                .putLong(balance)
                .putLong(attempt)
                .putInt(size)
                .array();
    }
}
