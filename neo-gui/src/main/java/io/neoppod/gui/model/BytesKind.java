package io.neoppod.gui.model;

import io.neoppod.pickle.PickleException;
import io.neoppod.pickle.Pickles;
import io.neoppod.pickle.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What bytes seem to be, by how they begin.
public enum BytesKind {
    NOTHING("", ""),
    PNG("PNG", "\u0089PNG\r\n"),
    JPEG("JPEG", "\u00ff\u00d8\u00ff"),
    GIF("GIF", "GIF8"),
    PDF("PDF", "%PDF-"),
    ZIP("ZIP", "PK\u0003\u0004"),
    GZIP("gzip", "\u001f\u008b\b"),
    PICKLE("pickle", ""),
    TEXT("UTF-8", ""),
    BINARY("", "");

    /// What is larger is not read as a whole to find out.
    private static final int MOST = 1 << 20;

    private static final int FIRST_PICKLE = 2;
    private static final int LAST_PICKLE = 5;

    private final String name;
    private final byte[] beginning;

    BytesKind(String name, String beginning) {
        this.name = name;
        this.beginning = beginning.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A word for it, also empty.
    String word() {
        return name;
    }

    /// Whether it can be shown as a picture.
    public boolean isPicture() {
        return this == PNG || this == JPEG || this == GIF;
    }

    public static BytesKind of(byte[] bytes) {
        if (bytes.length == 0) {
            return NOTHING;
        }
        for (var kind : values()) {
            int length = kind.beginning.length;
            if (length > 0 && bytes.length > length && Arrays.equals(bytes, 0, length, kind.beginning, 0, length)) {
                return kind;
            }
        }
        if (looksPickled(bytes)) {
            return PICKLE;
        }
        return text(bytes) == null ? BINARY : TEXT;
    }

    private static boolean looksPickled(byte[] bytes) {
        return bytes.length > 3
                && bytes.length < MOST
                && (bytes[0] & 0xff) == 0x80
                && bytes[1] >= FIRST_PICKLE
                && bytes[1] <= LAST_PICKLE
                && bytes[bytes.length - 1] == '.';
    }

    /// What a pickle within a pickle says; null when it is none.
    static @Nullable Value pickled(byte[] bytes) {
        try {
            return looksPickled(bytes) ? Pickles.decode(bytes) : null;
        } catch (PickleException none) {
            return null;
        }
    }

    /// The bytes as text; null when they are none, or too many.
    public static @Nullable String text(byte[] bytes) {
        if (bytes.length > MOST) {
            return null;
        }
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().allMatch(BytesKind::isPrinted) ? text : null;
        } catch (CharacterCodingException none) {
            return null;
        }
    }

    private static boolean isPrinted(int character) {
        return character >= ' ' && character != 0x7f || character == '\n' || character == '\r' || character == '\t';
    }
}
