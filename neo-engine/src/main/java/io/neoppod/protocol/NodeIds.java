package io.neoppod.protocol;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Node ids: signed 32-bit integers whose high byte tells the type of the node. Negative ids are temporary.
///
/// | Type | High byte | Text |
/// |---|---|---|
/// | STORAGE | 0x00 | `S1` |
/// | MASTER | 0xf0 | `M1` |
/// | CLIENT | 0xe0 | `C1` |
/// | ADMIN | 0xd0 | `A1` |
public final class NodeIds {
    /// Stands for an absent node id.
    public static final int NONE = Ids.NO_INTEGER;

    private static final int NUMBER_MASK = 0xffffff;

    private static final Pattern TEXT = Pattern.compile("[MSCA][0-9]{1,8}");

    private NodeIds() {}

    /// The id of the n-th node of a type, from 1.
    public static int of(NodeType type, int number) {
        return namespace(type) << 24 | number;
    }

    /// Whether an id belongs to the namespace of a type.
    public static boolean isOf(int nid, NodeType type) {
        return nid != NONE && (nid >>> 24) == namespace(type);
    }

    /// The type whose namespace an id belongs to, or null when there is none.
    public static @Nullable NodeType type(int nid) {
        for (var type : NodeType.values()) {
            if (isOf(nid, type)) {
                return type;
            }
        }
        return null;
    }

    /// Whether the node gets another id when it comes back. Only storages keep theirs.
    public static boolean isTemporary(int nid) {
        return nid < 0;
    }

    /// Number of a node within its type.
    public static int number(int nid) {
        return nid & NUMBER_MASK;
    }

    /// `S1`, `M1`, …; `None` for an absent id.
    public static String text(int nid) {
        if (nid == NONE) {
            return "None";
        }
        var type = type(nid);
        return type == null ? Integer.toString(nid) : initial(type) + Integer.toString(number(nid));
    }

    /// Reads the id of a node, like `S1`.
    ///
    /// @throws IllegalArgumentException when it is not a node id
    public static int parse(String text) {
        if (TEXT.matcher(text).matches()) {
            int number = Integer.parseInt(text.substring(1));
            for (var type : NodeType.values()) {
                if (initial(type) == text.charAt(0) && number <= NUMBER_MASK) {
                    return of(type, number);
                }
            }
        }
        throw new IllegalArgumentException("not a node id like S1: " + text);
    }

    private static char initial(NodeType type) {
        return type.name().charAt(0);
    }

    private static int namespace(NodeType type) {
        return switch (type) {
            case STORAGE -> 0x00;
            case MASTER -> 0xf0;
            case CLIENT -> 0xe0;
            case ADMIN -> 0xd0;
        };
    }
}
