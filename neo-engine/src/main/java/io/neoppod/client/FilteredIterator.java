package io.neoppod.client;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The elements of another iterator that satisfy a condition, of which null is none.
final class FilteredIterator<T> implements Iterator<T> {
    private final Iterator<? extends @Nullable T> source;
    private final Predicate<? super T> condition;
    private @Nullable T next;

    FilteredIterator(Iterator<? extends @Nullable T> source, Predicate<? super T> condition) {
        this.source = source;
        this.condition = condition;
    }

    @Override
    public boolean hasNext() {
        while (next == null && source.hasNext()) {
            var candidate = source.next();
            if (candidate != null && condition.test(candidate)) {
                next = candidate;
            }
        }
        return next != null;
    }

    @Override
    public T next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        var taken = next;
        next = null;
        return taken;
    }
}
