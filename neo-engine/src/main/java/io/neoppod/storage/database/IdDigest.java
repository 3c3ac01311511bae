package io.neoppod.storage.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-1 of ids in decimal, joined by commas.
public final class IdDigest {
    private static final int SHA1_BYTES = 20;

    private final MessageDigest sha1 = newSha1();
    private int count;
    private long last;

    public void add(long id) {
        if (count++ > 0) {
            sha1.update((byte) ',');
        }
        sha1.update(Long.toUnsignedString(id).getBytes(StandardCharsets.US_ASCII));
        last = id;
    }

    public int count() {
        return count;
    }

    /// The last id added, or 0.
    public long last() {
        return last;
    }

    /// 20 zero bytes when nothing was added.
    public byte[] checksum() {
        return count == 0 ? new byte[SHA1_BYTES] : sha1.digest();
    }

    private static MessageDigest newSha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
