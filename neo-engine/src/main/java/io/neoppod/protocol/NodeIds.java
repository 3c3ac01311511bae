package io.neoppod.protocol;

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

    private NodeIds() {}

    /// The id of the n-th node of a type, from 1.
    public static int of(NodeType type, int number) {
        return namespace(type) << 24 | number;
    }

    /// Whether an id belongs to the namespace of a type.
    public static boolean isOf(int nid, NodeType type) {
        return nid != NONE && (nid >>> 24) == namespace(type);
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
        for (var type : NodeType.values()) {
            if (isOf(nid, type)) {
                return type.name().charAt(0) + Integer.toString(number(nid));
            }
        }
        return Integer.toString(nid);
    }

    /// Reads what [#text] writes.
    ///
    /// @throws IllegalArgumentException when it is not a node id
    public static int parse(String text) {
        if (text.length() > 1) {
            for (var type : NodeType.values()) {
                if (type.name().charAt(0) == text.charAt(0)
                        && text.substring(1).chars().allMatch(Character::isDigit)) {
                    int number = Integer.parseInt(text.substring(1));
                    if (number <= NUMBER_MASK) {
                        return of(type, number);
                    }
                }
            }
        }
        throw new IllegalArgumentException("invalid node id: " + text);
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
