package io.neoppod.pickle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a pickle says, without any class of it. Containers may be shared and may contain themselves, so they are equal
/// only to themselves.
public sealed interface Value {

    /// Values without content.
    enum Constant implements Value {
        NONE,
        TRUE,
        FALSE
    }

    /// An integer that fits.
    record Int(long value) implements Value {}

    /// One that does not.
    record BigInt(BigInteger value) implements Value {}

    record Real(double value) implements Value {}

    /// @param value where it was no text, replacement characters stand
    record Text(String value) implements Value {}

    /// Bytes, or the 8-bit string of Python 2, of which nobody knows whether it is text.
    record Bytes(Kind kind, byte[] value) implements Value {
        public enum Kind {
            BYTES,
            BYTEARRAY,
            PYTHON_2
        }
    }

    /// A class or function, by name.
    record Global(String module, String name) implements Value {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /// A class or function that Python's `copyreg` knows by a number.
    record Extension(int code) implements Value {}

    /// A reference to another object.
    ///
    /// @param type     class of the object, when it is told
    /// @param database another one, or null for the same
    record Reference(
            Form form,
            long oid,
            @Nullable Value type,
            @Nullable String database) implements Value {
        public enum Form {
            STRONG,
            WEAK
        }

        /// Whether the object is of the same database and kept by the reference.
        public boolean keepsAlive() {
            return form == Form.STRONG && database == null;
        }
    }

    /// A persistent id of no known form.
    record PersistentId(Value id) implements Value {}

    /// A list, tuple or set.
    final class Sequence implements Value {
        private final Kind kind;
        private final List<Value> items;

        public enum Kind {
            LIST,
            TUPLE,
            SET,
            FROZENSET
        }

        Sequence(Kind kind, List<Value> items) {
            this.kind = kind;
            this.items = items;
        }

        public Kind kind() {
            return kind;
        }

        public List<Value> items() {
            return Collections.unmodifiableList(items);
        }

        void add(Value item) {
            items.add(item);
        }

        /// The same items as another kind. They are shared, not copied: a pickle may ask for this many times.
        Sequence as(Kind other) {
            return new Sequence(other, items);
        }
    }

    /// A dictionary, in the order of the pickle. A key that is there twice is shown twice.
    final class Mapping implements Value {
        private final List<Entry> entries = new ArrayList<>();

        Mapping() {}

        public List<Entry> entries() {
            return Collections.unmodifiableList(entries);
        }

        void put(Value key, Value value) {
            entries.add(new Entry(key, value));
        }
    }

    /// One entry of a dictionary.
    record Entry(Value key, Value value) {}

    /// What a call would give. It is not made: this is what would be called, with what, and what would be done to the
    /// result.
    final class Call implements Value {
        private final Kind kind;
        private final Value callable;
        private final Value arguments;
        private @Nullable Value state;
        private final List<Value> items = new ArrayList<>(0);
        private final List<Entry> entries = new ArrayList<>(0);

        public enum Kind {
            /// Any callable.
            CALL,
            /// A class: the result is an instance of it.
            NEW
        }

        Call(Kind kind, Value callable, Value arguments) {
            this.kind = kind;
            this.callable = callable;
            this.arguments = arguments;
        }

        public Kind kind() {
            return kind;
        }

        public Value callable() {
            return callable;
        }

        /// Usually a tuple.
        public Value arguments() {
            return arguments;
        }

        /// What the result is told to be, or null.
        public @Nullable Value state() {
            return state;
        }

        /// What is appended to the result.
        public List<Value> items() {
            return Collections.unmodifiableList(items);
        }

        /// What is set in the result.
        public List<Entry> entries() {
            return Collections.unmodifiableList(entries);
        }

        void setState(Value state) {
            this.state = state;
        }

        void add(Value item) {
            items.add(item);
        }

        void put(Value key, Value value) {
            entries.add(new Entry(key, value));
        }
    }
}
