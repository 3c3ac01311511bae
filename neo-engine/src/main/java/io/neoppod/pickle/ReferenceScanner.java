package io.neoppod.pickle;

import io.neoppod.pickle.Value.Bytes;
import io.neoppod.pickle.Value.Constant;
import io.neoppod.pickle.Value.Global;
import io.neoppod.pickle.Value.Reference;
import io.neoppod.pickle.Value.Sequence;
import io.neoppod.pickle.Value.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Runs the pickles of a record for their references: what can be no part of a persistent id or of the name of a class
/// is not made, and stands on the stack as one and the same object.
final class ReferenceScanner {
    /// Longest name that is read.
    private static final int LONGEST_TEXT = 1000;

    private static final int MOST_PLACES = 1 << 22;
    private static final int MOST_ITEMS = 3;

    /// Something that is of no use here.
    private static final Object OTHER = new Object();

    private final byte[] bytes;
    private final OpcodeReader reader;
    private final PickleStack<Object> stack;
    private final List<Reference> references = new ArrayList<>();

    /// A string that was not read yet: most are never.
    private record Slice(boolean isText, int start, int length) {}

    /// A tuple or list with few items.
    private record Group(Sequence.Kind kind, List<Object> items) {}

    ReferenceScanner(byte[] record) {
        this.bytes = record;
        this.reader = new OpcodeReader(record);
        this.stack = new PickleStack<>(reader, MOST_PLACES);
    }

    References scan() throws PickleException {
        run();
        var className = ZodbRecord.className(value(stack.pop()));
        run();
        return new References(className, references);
    }

    private void run() throws PickleException {
        stack.clear();
        for (var opcode = reader.next(); opcode != Opcode.STOP; opcode = reader.next()) {
            step(opcode);
        }
    }

    private void step(Opcode opcode) throws PickleException {
        switch (opcode) {
            case MARK -> stack.mark();
            case POP -> stack.drop();
            case POP_MARK -> stack.takeMarked();
            case DUP -> stack.push(stack.top());
            case GET -> stack.push(stack.memorized(reader.index()));
            case BINGET, LONG_BINGET -> stack.push(stack.memorized(reader.number()));
            case PUT -> stack.memorize(reader.index());
            case BINPUT, LONG_BINPUT -> stack.memorize(reader.number());
            case MEMOIZE -> stack.memorize(-1);
            case PROTO, FRAME -> {}
            case BINPERSID -> persistentId(value(stack.pop()));
            case BINUNICODE, SHORT_BINUNICODE, BINUNICODE8 -> string(true, LONGEST_TEXT);
            case BINBYTES, SHORT_BINBYTES, BINSTRING, SHORT_BINSTRING -> string(false, LONGEST_TEXT);
            case UNICODE -> stack.push(new Text(Literals.rawUnicodeEscape(reader.copy())));
            case STRING -> {
                var unquoted = Literals.quotedString(reader.copy());
                stack.push(unquoted == null ? OTHER : new Bytes(Bytes.Kind.PYTHON_2, unquoted));
            }
            case GLOBAL -> stack.push(new Global(reader.utf8(), reader.secondUtf8()));
            case STACK_GLOBAL -> {
                var name = value(stack.pop());
                var module = value(stack.pop());
                stack.push(
                        module instanceof Text(var moduleName) && name instanceof Text(var globalName)
                                ? new Global(moduleName, globalName)
                                : OTHER);
            }
            default -> compound(opcode);
        }
    }

    private void compound(Opcode opcode) throws PickleException {
        switch (opcode) {
            case EMPTY_LIST -> stack.push(new Group(Sequence.Kind.LIST, new ArrayList<>(0)));
            case LIST -> group(Sequence.Kind.LIST, stack.takeMark());
            case EMPTY_TUPLE -> group(Sequence.Kind.TUPLE, stack.height());
            case TUPLE -> group(Sequence.Kind.TUPLE, stack.takeMark());
            case TUPLE1 -> group(Sequence.Kind.TUPLE, stack.height() - 1);
            case TUPLE2 -> group(Sequence.Kind.TUPLE, stack.height() - 2);
            case TUPLE3 -> group(Sequence.Kind.TUPLE, stack.height() - 3);
            case APPEND -> append(stack.height() - 1);
            case APPENDS -> append(stack.takeMark());
            case ADDITEMS, SETITEMS -> stack.shrink(stack.takeMark());
            case BUILD -> stack.pop();
            case SETITEM -> stack.shrink(stack.height() - 2);
            case REDUCE -> {
                var arguments = value(stack.pop());
                stack.push(Builtins.call(value(stack.pop()), arguments));
            }
            case NEWOBJ -> replace(2);
            case NEWOBJ_EX -> replace(3);
            case OBJ, INST, DICT, FROZENSET -> {
                stack.takeMarked();
                stack.push(OTHER);
            }
            case NEXT_BUFFER, READONLY_BUFFER -> throw reader.error("data outside of the pickle is needed");
            default -> stack.push(OTHER);
        }
    }

    private void replace(int count) throws PickleException {
        for (int i = 0; i < count; i++) {
            stack.pop();
        }
        stack.push(OTHER);
    }

    private void string(boolean isText, int longest) throws PickleException {
        stack.push(reader.length() > longest ? OTHER : new Slice(isText, reader.start(), reader.length()));
    }

    private void group(Sequence.Kind kind, int from) throws PickleException {
        int count = stack.height() - from;
        var items = stack.take(count);
        stack.push(count > MOST_ITEMS ? OTHER : new Group(kind, items));
    }

    private void append(int from) throws PickleException {
        int to = stack.height();
        stack.shrink(from);
        if (stack.top() instanceof Group(var _, var items)) {
            for (int i = from; i < to && items.size() <= MOST_ITEMS; i++) {
                items.add(stack.get(i));
            }
        }
    }

    private void persistentId(Value id) throws PickleException {
        if (References.of(id) instanceof Reference reference) {
            references.add(reference);
        }
        stack.push(OTHER);
    }

    /// What stands on the stack, as far as it is of use: a hostile nesting is not followed.
    private Value value(Object item) {
        return value(item, MOST_ITEMS);
    }

    private Value value(Object item, int depth) {
        return switch (item) {
            case Value value -> value;
            case Slice(var isText, var start, var length)
            when isText -> new Text(new String(bytes, start, length, StandardCharsets.UTF_8));
            case Slice(var _, var start, var length) ->
                new Bytes(Bytes.Kind.BYTES, Arrays.copyOfRange(bytes, start, start + length));
            case Group(var kind, var items)
            when depth > 0 -> {
                var values = new ArrayList<Value>(items.size());
                items.forEach(inner -> values.add(value(inner, depth - 1)));
                yield new Sequence(kind, values);
            }
            default -> Constant.NONE;
        };
    }
}
