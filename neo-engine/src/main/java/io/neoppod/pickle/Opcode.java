package io.neoppod.pickle;

import org.jspecify.annotations.Nullable;

/// Instructions of pickles, protocols 0 to 5.
enum Opcode {
    MARK('(', Argument.NONE),
    STOP('.', Argument.NONE),
    POP('0', Argument.NONE),
    POP_MARK('1', Argument.NONE),
    DUP('2', Argument.NONE),
    FLOAT('F', Argument.LINE),
    INT('I', Argument.LINE),
    BININT('J', Argument.INT_4),
    BININT1('K', Argument.UNSIGNED_1),
    LONG('L', Argument.LINE),
    BININT2('M', Argument.UNSIGNED_2),
    NONE('N', Argument.NONE),
    PERSID('P', Argument.LINE),
    BINPERSID('Q', Argument.NONE),
    REDUCE('R', Argument.NONE),
    STRING('S', Argument.LINE),
    BINSTRING('T', Argument.BYTES_4),
    SHORT_BINSTRING('U', Argument.BYTES_1),
    UNICODE('V', Argument.LINE),
    BINUNICODE('X', Argument.BYTES_4),
    APPEND('a', Argument.NONE),
    BUILD('b', Argument.NONE),
    GLOBAL('c', Argument.TWO_LINES),
    DICT('d', Argument.NONE),
    EMPTY_DICT('}', Argument.NONE),
    APPENDS('e', Argument.NONE),
    GET('g', Argument.LINE),
    BINGET('h', Argument.UNSIGNED_1),
    INST('i', Argument.TWO_LINES),
    LONG_BINGET('j', Argument.UNSIGNED_4),
    LIST('l', Argument.NONE),
    EMPTY_LIST(']', Argument.NONE),
    OBJ('o', Argument.NONE),
    PUT('p', Argument.LINE),
    BINPUT('q', Argument.UNSIGNED_1),
    LONG_BINPUT('r', Argument.UNSIGNED_4),
    SETITEM('s', Argument.NONE),
    TUPLE('t', Argument.NONE),
    EMPTY_TUPLE(')', Argument.NONE),
    SETITEMS('u', Argument.NONE),
    BINFLOAT('G', Argument.FLOAT_8),
    PROTO(0x80, Argument.UNSIGNED_1),
    NEWOBJ(0x81, Argument.NONE),
    EXT1(0x82, Argument.UNSIGNED_1),
    EXT2(0x83, Argument.UNSIGNED_2),
    EXT4(0x84, Argument.UNSIGNED_4),
    TUPLE1(0x85, Argument.NONE),
    TUPLE2(0x86, Argument.NONE),
    TUPLE3(0x87, Argument.NONE),
    NEWTRUE(0x88, Argument.NONE),
    NEWFALSE(0x89, Argument.NONE),
    LONG1(0x8a, Argument.BYTES_1),
    LONG4(0x8b, Argument.BYTES_4),
    BINBYTES('B', Argument.BYTES_4),
    SHORT_BINBYTES('C', Argument.BYTES_1),
    SHORT_BINUNICODE(0x8c, Argument.BYTES_1),
    BINUNICODE8(0x8d, Argument.BYTES_8),
    BINBYTES8(0x8e, Argument.BYTES_8),
    EMPTY_SET(0x8f, Argument.NONE),
    ADDITEMS(0x90, Argument.NONE),
    FROZENSET(0x91, Argument.NONE),
    NEWOBJ_EX(0x92, Argument.NONE),
    STACK_GLOBAL(0x93, Argument.NONE),
    MEMOIZE(0x94, Argument.NONE),
    FRAME(0x95, Argument.UNSIGNED_8),
    BYTEARRAY8(0x96, Argument.BYTES_8),
    NEXT_BUFFER(0x97, Argument.NONE),
    READONLY_BUFFER(0x98, Argument.NONE);

    private static final @Nullable Opcode[] BY_CODE = byCode();

    private final int code;
    private final Argument argument;

    /// What follows the code. Numbers are little-endian, but for floats.
    enum Argument {
        NONE,
        UNSIGNED_1,
        UNSIGNED_2,
        UNSIGNED_4,
        UNSIGNED_8,
        INT_4,
        FLOAT_8,
        /// Text up to a newline.
        LINE,
        TWO_LINES,
        /// As many bytes as a number of 1, 4 or 8 bytes says.
        BYTES_1,
        BYTES_4,
        BYTES_8
    }

    Opcode(int code, Argument argument) {
        this.code = code;
        this.argument = argument;
    }

    Argument argument() {
        return argument;
    }

    static @Nullable Opcode of(byte code) {
        return BY_CODE[code & 0xff];
    }

    private static @Nullable Opcode[] byCode() {
        var all = new Opcode[256];
        for (var opcode : values()) {
            all[opcode.code] = opcode;
        }
        return all;
    }
}
