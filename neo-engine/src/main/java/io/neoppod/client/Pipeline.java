package io.neoppod.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks a question about each element, some before their answer is needed; gives the answers in order.
///
/// Bound: `ahead` questions.
final class Pipeline<S, T extends @Nullable Object> implements Iterator<T> {
    private final Iterator<S> source;
    private final Function<S, CompletableFuture<T>> question;
    private final int ahead;
    private final @Nullable Duration timeout;
    private final Deque<CompletableFuture<T>> asked = new ArrayDeque<>();

    Pipeline(Iterator<S> source, Function<S, CompletableFuture<T>> question, int ahead, @Nullable Duration timeout) {
        this.source = source;
        this.question = question;
        this.ahead = ahead;
        this.timeout = timeout;
    }

    @Override
    public boolean hasNext() {
        while (asked.size() < ahead && source.hasNext()) {
            asked.add(question.apply(source.next()));
        }
        return !asked.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return Blocking.await(asked.remove(), timeout);
    }
}
