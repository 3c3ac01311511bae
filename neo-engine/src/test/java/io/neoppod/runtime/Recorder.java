package io.neoppod.runtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Remembers what happens to a link; its hooks run on the loop, after the fact was recorded.
public class Recorder implements LinkEvents {
    private final Object changes;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final List<String> events = new ArrayList<>();
    private Link link;
    private String reason;
    private int writable;
    private Consumer<Link> whenOpen = opened -> {};
    private Consumer<ByteBuf> whenReceived = bytes -> {};
    private Runnable whenWritable = () -> {};
    private Runnable whenClosed = () -> {};

    public Recorder(Object changes) {
        this.changes = changes;
    }

    public Recorder whenOpen(Consumer<Link> action) {
        whenOpen = action;
        return this;
    }

    public Recorder whenReceived(Consumer<ByteBuf> action) {
        whenReceived = action;
        return this;
    }

    public Recorder whenWritable(Runnable action) {
        whenWritable = action;
        return this;
    }

    public Recorder whenClosed(Runnable action) {
        whenClosed = action;
        return this;
    }

    /// Sends back whatever arrives.
    public Recorder echo() {
        return whenReceived(bytes -> {
            link.write(bytes.retain());
            link.flush();
        });
    }

    @Override
    public void onOpen(Link opened) {
        note("open", () -> link = opened);
        whenOpen.accept(opened);
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        note("bytes", () -> {
            var copy = new byte[bytes.readableBytes()];
            bytes.getBytes(bytes.readerIndex(), copy);
            received.writeBytes(copy);
        });
        whenReceived.accept(bytes);
    }

    @Override
    public void onWritable() {
        note("writable", () -> writable++);
        whenWritable.run();
    }

    @Override
    public void onClosed(String why) {
        note("closed", () -> reason = why);
        whenClosed.run();
    }

    private void note(String event, Runnable change) {
        synchronized (changes) {
            if (events.isEmpty() || !events.getLast().equals(event) || !event.equals("bytes")) {
                events.add(event);
            }
            change.run();
            changes.notifyAll();
        }
    }

    public Link link() {
        synchronized (changes) {
            return link;
        }
    }

    public byte[] received() {
        synchronized (changes) {
            return received.toByteArray();
        }
    }

    public int receivedCount() {
        synchronized (changes) {
            return received.size();
        }
    }

    /// What happened, in order; bytes that arrive one after the other count once.
    public List<String> events() {
        synchronized (changes) {
            return List.copyOf(events);
        }
    }

    public boolean isOpen() {
        return events().contains("open");
    }

    public boolean isClosed() {
        return reason() != null;
    }

    public String reason() {
        synchronized (changes) {
            return reason;
        }
    }

    public int writable() {
        synchronized (changes) {
            return writable;
        }
    }

    /// Writes and flushes a copy of the bytes. On the loop only.
    public void send(byte[] bytes) {
        link().write(Unpooled.copiedBuffer(bytes));
        link().flush();
    }
}
