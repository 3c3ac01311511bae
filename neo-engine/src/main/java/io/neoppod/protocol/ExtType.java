package io.neoppod.protocol;

import org.jspecify.annotations.Nullable;

/// The enums of the protocol by extension type of msgpack, which is their rank here.
enum ExtType {
    CELL_STATE(CellState.class),
    CLUSTER_STATE(ClusterState.class),
    /// Reserved by the protocol, but errors carry a plain integer.
    ERROR_CODE(ErrorCode.class),
    NODE_STATE(NodeState.class),
    NODE_TYPE(NodeType.class);

    private static final ExtType[] ALL = values();

    private final Class<? extends Enum<?>> type;
    private final Enum<?>[] constants;

    ExtType(Class<? extends Enum<?>> type) {
        this.type = type;
        this.constants = type.getEnumConstants();
    }

    static ExtType of(Class<?> type) {
        for (var ext : ALL) {
            if (ext.type == type) {
                return ext;
            }
        }
        throw new IllegalArgumentException(type + " is not an enum of the protocol");
    }

    /// The constant of a type and an ordinal, or null when there is none.
    static @Nullable Enum<?> constant(int ext, long ordinal) {
        if (ext < 0 || ext >= ALL.length) {
            return null;
        }
        var constants = ALL[ext].constants;
        return ordinal < 0 || ordinal >= constants.length ? null : constants[(int) ordinal];
    }
}
