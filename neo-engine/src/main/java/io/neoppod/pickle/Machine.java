package io.neoppod.pickle;

import io.neoppod.pickle.Value.Bytes;
import io.neoppod.pickle.Value.Call;
import io.neoppod.pickle.Value.Constant;
import io.neoppod.pickle.Value.Extension;
import io.neoppod.pickle.Value.Global;
import io.neoppod.pickle.Value.Int;
import io.neoppod.pickle.Value.Mapping;
import io.neoppod.pickle.Value.Real;
import io.neoppod.pickle.Value.Sequence;
import io.neoppod.pickle.Value.Text;
import java.util.ArrayList;
import java.util.List;

/// The stack machine of pickles, which calls nothing: see [Value.Call]. One instance reads pickles that follow each
/// other and, as in records of ZODB, share what they memorized.
///
/// Bound: stack, memory of values and time are at most proportional to the instructions, and these to [Limits].
final class Machine {
    /// Python refuses longer ones too: to convert them takes time that grows with the square.
    static final int MOST_DIGITS = 4300;

    private static final int MOST_BYTES_OF_INTEGER = 2048;
    private static final int VALUE_BYTES = 32;

    private final OpcodeReader reader;
    private final int mostValues;
    private final PickleStack<Value> stack;
    private int values;

    Machine(byte[] bytes, Limits limits) throws PickleException {
        this.reader = new OpcodeReader(bytes);
        this.stack = new PickleStack<>(reader, limits.values());
        this.mostValues = limits.values();
        if (bytes.length > limits.bytes()) {
            throw new PickleException(0, "larger than " + limits.bytes() + " bytes, the limit,");
        }
    }

    /// Where the next pickle begins.
    int position() {
        return reader.position();
    }

    /// Reads one pickle.
    Value load() throws PickleException {
        stack.clear();
        for (var opcode = reader.next(); opcode != Opcode.STOP; opcode = reader.next()) {
            step(opcode);
        }
        return stack.pop();
    }

    private void step(Opcode opcode) throws PickleException {
        switch (opcode) {
            case MARK -> stack.mark();
            case POP -> stack.drop();
            case POP_MARK -> stack.takeMarked();
            case DUP -> push(stack.top());
            case GET -> push(stack.memorized(reader.index()));
            case BINGET, LONG_BINGET -> push(stack.memorized(reader.number()));
            case PUT -> stack.memorize(reader.index());
            case BINPUT, LONG_BINPUT -> stack.memorize(reader.number());
            case MEMOIZE -> stack.memorize(-1);
            case PROTO, FRAME -> {}
            case STOP -> throw new AssertionError("ends the loop");
            case NONE, NEWTRUE, NEWFALSE, INT, LONG, FLOAT, BININT, BININT1, BININT2, LONG1, LONG4, BINFLOAT ->
                push(number(opcode));
            case STRING, BINSTRING, SHORT_BINSTRING, UNICODE, BINUNICODE, SHORT_BINUNICODE, BINUNICODE8 ->
                push(string(opcode));
            case BINBYTES, SHORT_BINBYTES, BINBYTES8, BYTEARRAY8 -> push(string(opcode));
            case GLOBAL -> push(new Global(reader.utf8(), reader.secondUtf8()));
            case STACK_GLOBAL -> stackGlobal();
            case EXT1, EXT2, EXT4 -> push(new Extension((int) reader.number()));
            case PERSID -> push(References.of(new Text(reader.utf8())));
            case BINPERSID -> push(References.of(stack.pop()));
            case REDUCE, INST, OBJ, NEWOBJ, NEWOBJ_EX, BUILD -> call(opcode);
            case NEXT_BUFFER, READONLY_BUFFER -> throw reader.error("data outside of the pickle is needed");
            default -> container(opcode);
        }
    }

    private Value number(Opcode opcode) throws PickleException {
        return switch (opcode) {
            case NONE -> Constant.NONE;
            case NEWTRUE -> Constant.TRUE;
            case NEWFALSE -> Constant.FALSE;
            case BINFLOAT -> new Real(Double.longBitsToDouble(reader.number()));
            case BININT, BININT1, BININT2 -> new Int(reader.number());
            case LONG1, LONG4 -> {
                if (reader.length() > MOST_BYTES_OF_INTEGER) {
                    throw reader.error("an integer of " + reader.length() + " bytes");
                }
                yield Literals.littleEndian(reader.copy());
            }
            default -> {
                var value = Literals.number(opcode, reader.utf8());
                if (value == null) {
                    throw reader.error("not a number");
                }
                yield value;
            }
        };
    }

    private Value string(Opcode opcode) throws PickleException {
        return switch (opcode) {
            case BINUNICODE, SHORT_BINUNICODE, BINUNICODE8 -> new Text(reader.utf8());
            case UNICODE -> new Text(Literals.rawUnicodeEscape(reader.copy()));
            case STRING -> {
                var unquoted = Literals.quotedString(reader.copy());
                if (unquoted == null) {
                    throw reader.error("a string without quotes");
                }
                yield new Bytes(Bytes.Kind.PYTHON_2, unquoted);
            }
            case BINSTRING, SHORT_BINSTRING -> new Bytes(Bytes.Kind.PYTHON_2, reader.copy());
            case BYTEARRAY8 -> new Bytes(Bytes.Kind.BYTEARRAY, reader.copy());
            default -> new Bytes(Bytes.Kind.BYTES, reader.copy());
        };
    }

    private void stackGlobal() throws PickleException {
        var name = stack.pop();
        var module = stack.pop();
        if (!(module instanceof Text(var moduleName) && name instanceof Text(var globalName))) {
            throw reader.error("the name of a class is no text");
        }
        push(new Global(moduleName, globalName));
    }

    private void call(Opcode opcode) throws PickleException {
        switch (opcode) {
            case REDUCE -> {
                var arguments = stack.pop();
                var callable = stack.pop();
                var made = Builtins.call(callable, arguments);
                // Some make their content anew, at each call with the same text.
                spend(made instanceof Bytes(var _, var bytes) ? bytes.length / VALUE_BYTES : 0);
                push(made);
            }
            case INST -> {
                var type = new Global(reader.utf8(), reader.secondUtf8());
                push(new Call(Call.Kind.NEW, type, tuple(stack.takeMarked())));
            }
            case OBJ -> {
                var marked = stack.takeMarked();
                if (marked.isEmpty()) {
                    throw reader.error("an instance without class");
                }
                push(new Call(
                        Call.Kind.NEW, marked.getFirst(), tuple(new ArrayList<>(marked.subList(1, marked.size())))));
            }
            case NEWOBJ -> {
                var arguments = stack.pop();
                push(new Call(Call.Kind.NEW, stack.pop(), arguments));
            }
            case NEWOBJ_EX -> {
                var named = stack.pop();
                var arguments = stack.pop();
                push(new Call(Call.Kind.NEW, stack.pop(), tuple(new ArrayList<>(List.of(arguments, named)))));
            }
            default -> {
                var state = stack.pop();
                if (!(stack.top() instanceof Call target)) {
                    throw reader.error("a state for what is no instance");
                }
                target.setState(state);
            }
        }
    }

    private void container(Opcode opcode) throws PickleException {
        switch (opcode) {
            case EMPTY_LIST -> push(new Sequence(Sequence.Kind.LIST, new ArrayList<>(0)));
            case EMPTY_SET -> push(new Sequence(Sequence.Kind.SET, new ArrayList<>(0)));
            case EMPTY_DICT -> push(new Mapping());
            case EMPTY_TUPLE -> push(tuple(new ArrayList<>(0)));
            case LIST -> push(new Sequence(Sequence.Kind.LIST, stack.takeMarked()));
            case FROZENSET -> push(new Sequence(Sequence.Kind.FROZENSET, stack.takeMarked()));
            case TUPLE -> push(tuple(stack.takeMarked()));
            case TUPLE1 -> push(tuple(stack.take(1)));
            case TUPLE2 -> push(tuple(stack.take(2)));
            case TUPLE3 -> push(tuple(stack.take(3)));
            case DICT -> dict();
            case APPEND -> addFrom(stack.height() - 1);
            case APPENDS, ADDITEMS -> addFrom(stack.takeMark());
            case SETITEM -> putFrom(stack.height() - 2);
            case SETITEMS -> putFrom(stack.takeMark());
            default -> throw new AssertionError(opcode);
        }
    }

    private void dict() throws PickleException {
        var entries = stack.takeMarked();
        if (entries.size() % 2 != 0) {
            throw reader.error("a key without value");
        }
        var dict = new Mapping();
        for (int i = 0; i < entries.size(); i += 2) {
            dict.put(entries.get(i), entries.get(i + 1));
        }
        push(dict);
    }

    private static Sequence tuple(List<Value> items) {
        return new Sequence(Sequence.Kind.TUPLE, items);
    }

    /// Adds what is on the stack from a place on to what is below it.
    private void addFrom(int from) throws PickleException {
        int to = stack.height();
        stack.shrink(from);
        var target = stack.top();
        for (int i = from; i < to; i++) {
            switch (target) {
                case Sequence sequence when sequence.kind() != Sequence.Kind.TUPLE -> sequence.add(stack.get(i));
                case Call call -> call.add(stack.get(i));
                default -> throw reader.error("an item for what has none");
            }
        }
    }

    /// Puts keys and values that are on the stack from a place on into what is below them.
    private void putFrom(int from) throws PickleException {
        int to = stack.height();
        stack.shrink(from);
        var target = stack.top();
        if ((to - from) % 2 != 0) {
            throw reader.error("a key without value");
        }
        for (int i = from; i < to; i += 2) {
            switch (target) {
                case Mapping mapping -> mapping.put(stack.get(i), stack.get(i + 1));
                case Call call -> call.put(stack.get(i), stack.get(i + 1));
                default -> throw reader.error("an entry for what has none");
            }
        }
    }

    private void push(Value value) throws PickleException {
        spend(1);
        stack.push(value);
    }

    private void spend(int count) throws PickleException {
        values += count;
        if (values > mostValues) {
            throw reader.error("more than " + mostValues + " values, the limit,");
        }
    }
}
