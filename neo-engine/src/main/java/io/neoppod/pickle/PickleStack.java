package io.neoppod.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Stack, marks and memory of a stack machine of pickles.
///
/// Bound: none of the three has more than `most` places.
final class PickleStack<T> {
    private static final int FIRST_PLACES = 64;

    private final OpcodeReader reader;
    private final int most;
    private Object[] stack = new Object[FIRST_PLACES];
    private int height;
    private int[] marks = new int[FIRST_PLACES];
    private int markCount;
    private Object[] memo = new Object[FIRST_PLACES];
    private int memorized;

    /// @param reader says where an error is
    PickleStack(OpcodeReader reader, int most) {
        this.reader = reader;
        this.most = most;
    }

    /// Forgets all but what is memorized.
    void clear() {
        height = 0;
        markCount = 0;
    }

    int height() {
        return height;
    }

    void push(T value) throws PickleException {
        if (height == stack.length) {
            stack = Arrays.copyOf(stack, larger(height));
        }
        stack[height++] = value;
    }

    T pop() throws PickleException {
        var top = top();
        height--;
        return top;
    }

    T top() throws PickleException {
        if (height <= floor()) {
            throw reader.error("the stack is empty");
        }
        return get(height - 1);
    }

    @SuppressWarnings("unchecked")
    T get(int place) {
        return (T) stack[place];
    }

    /// Takes the top away, which may be a mark.
    void drop() throws PickleException {
        if (markCount > 0 && height == marks[markCount - 1]) {
            markCount--;
        } else {
            pop();
        }
    }

    void mark() throws PickleException {
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, larger(markCount));
        }
        marks[markCount++] = height;
    }

    /// Takes the last mark away.
    ///
    /// @return the height that was marked
    int takeMark() throws PickleException {
        if (markCount == 0) {
            throw reader.error("there is no mark");
        }
        return marks[--markCount];
    }

    /// Takes away what is above a place, below which there must be something of the same level.
    void shrink(int to) throws PickleException {
        if (to - 1 < floor()) {
            throw reader.error("the stack is empty");
        }
        height = to;
    }

    /// Takes away what is above the last mark.
    List<T> takeMarked() throws PickleException {
        return take(height - takeMark());
    }

    @SuppressWarnings("unchecked")
    List<T> take(int count) throws PickleException {
        if (height - count < floor()) {
            throw reader.error("the stack is empty");
        }
        height -= count;
        return new ArrayList<>((List<T>) Arrays.asList(stack).subList(height, height + count));
    }

    /// @param index -1 for the next one
    void memorize(long index) throws PickleException {
        long place = index < 0 ? memorized : index;
        if (place >= most) {
            throw reader.error("nothing is memorized so far out");
        }
        if (place >= memo.length) {
            memo = Arrays.copyOf(memo, Math.max((int) place + 1, larger(memo.length)));
        }
        memorized += memo[(int) place] == null ? 1 : 0;
        memo[(int) place] = top();
    }

    @SuppressWarnings("unchecked")
    T memorized(long index) throws PickleException {
        var value = index < 0 || index >= memo.length ? null : memo[(int) index];
        if (value == null) {
            throw reader.error("nothing is memorized as " + index);
        }
        return (T) value;
    }

    private int floor() {
        return markCount == 0 ? 0 : marks[markCount - 1];
    }

    private int larger(int places) throws PickleException {
        if (places >= most) {
            throw reader.error("more than " + most + " values, the limit,");
        }
        return Math.min(2 * places, most);
    }
}
