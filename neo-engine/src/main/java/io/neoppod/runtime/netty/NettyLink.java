package io.neoppod.runtime.netty;

import io.neoppod.protocol.Address;
import io.neoppod.runtime.Link;
import io.neoppod.runtime.LinkEvents;
import io.neoppod.runtime.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A link on a Netty channel; the last handler of its pipeline.
///
/// | State | Enters when |
/// |---|---|
/// | connecting | created; lasts through the TLS handshake |
/// | open | bytes can travel |
/// | closing | [#close] or [#closeAfterFlush]: nothing is delivered any more |
/// | closed | the channel is gone; `onClosed` is queued |
final class NettyLink extends ChannelInboundHandlerAdapter implements Link {
    private static final long FLUSH_DEADLINE_NS = Duration.ofSeconds(5).toNanos();

    private final NettyLoop loop;
    private final boolean encrypted;
    private final LinkEvents events;
    /// Received while not reading: what a read in progress, or TLS, had already taken from the socket.
    private final Deque<ByteBuf> held = new ArrayDeque<>();

    private Address remote;
    private @Nullable Channel channel;
    private State state = State.CONNECTING;
    private boolean reading = true;
    private @Nullable ChannelFuture lastWrite;
    private @Nullable Timer deadline;
    /// The first cause known wins: what follows is only its consequence.
    private @Nullable String reason;

    private enum State {
        CONNECTING,
        OPEN,
        CLOSING,
        CLOSED
    }

    NettyLink(NettyLoop loop, Address remote, boolean encrypted, LinkEvents events) {
        this.loop = loop;
        this.remote = remote;
        this.encrypted = encrypted;
        this.events = events;
    }

    // --- what the node does

    @Override
    public Address remote() {
        return remote;
    }

    @Override
    public void write(ByteBuf bytes) {
        if (state == State.OPEN) {
            lastWrite = channel().write(bytes);
        } else {
            bytes.release();
        }
    }

    @Override
    public void flush() {
        if (state == State.OPEN) {
            channel().flush();
        }
    }

    @Override
    public long pendingBytes() {
        var output = channel == null ? null : channel.unsafe().outboundBuffer();
        return output == null ? 0 : output.totalPendingWriteBytes();
    }

    @Override
    public void setReading(boolean wanted) {
        if (reading != wanted) {
            reading = wanted;
            if (state == State.OPEN) {
                applyReading();
            }
        }
    }

    private void applyReading() {
        channel().config().setAutoRead(reading && held.isEmpty());
        if (reading && !held.isEmpty()) {
            loop.execute(this::deliverHeld);
        }
    }

    @Override
    public void close() {
        if (state != State.CLOSED) {
            leave("closed here");
            closeChannel();
        }
    }

    /// The end of our output is sent after all of it, and the channel is closed when the peer has closed too: closing
    /// it earlier, with unread input, would make the system throw away what the peer has not yet received.
    @Override
    public void closeAfterFlush() {
        if (state == State.CONNECTING) {
            close();
        } else if (state == State.OPEN) {
            channel().flush();
            leave("closed here");
            channel().config().setAutoRead(true);
            deadline = loop.schedule(FLUSH_DEADLINE_NS, this::closeChannel);
            if (lastWrite == null) {
                endOutput();
            } else {
                lastWrite.addListener(written -> endOutput());
            }
        }
    }

    private void leave(String why) {
        note(why);
        state = State.CLOSING;
        releaseHeld();
    }

    private void endOutput() {
        ((DuplexChannel) channel()).shutdownOutput();
    }

    private void closeChannel() {
        if (channel != null) {
            // From the first handler outwards: TLS has nothing to add, as in the reference.
            channel.pipeline().firstContext().close();
        }
    }

    // --- what the channel does

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        if (state == State.CLOSING) {
            closeChannel();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!encrypted) {
            open();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                open();
            } else {
                note(Reasons.ofTls(handshake.cause()));
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        if (state != State.OPEN) {
            bytes.release();
        } else if (reading && held.isEmpty()) {
            deliver(bytes);
        } else {
            held.add(bytes);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        // As a task: the change may happen inside a call of `flush`.
        if (context.channel().isWritable()) {
            loop.execute(() -> {
                if (state == State.OPEN && channel().isWritable()) {
                    guard(events::onWritable);
                }
            });
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        note(Reasons.of(cause));
        closeChannel();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(state == State.CONNECTING ? "closed by peer before it was established" : "closed by peer");
    }

    /// The stream ended or never began. A pause of reading ends with it: nobody would resume it.
    void fail(String why) {
        note(why);
        while (state == State.OPEN && !held.isEmpty()) {
            deliver(held.remove());
        }
        releaseHeld();
        if (deadline != null) {
            deadline.cancel();
        }
        if (state != State.CLOSED) {
            state = State.CLOSED;
            loop.execute(() -> guard(() -> events.onClosed(told())));
        }
    }

    private void open() {
        if (state == State.CONNECTING) {
            if (remote.port() == 0) {
                remote = NettyTransport.toAddress(channel().remoteAddress());
            }
            state = State.OPEN;
            guard(() -> events.onOpen(this));
            if (state == State.OPEN && !reading) {
                applyReading();
            }
        }
    }

    private void deliverHeld() {
        while (state == State.OPEN && reading && !held.isEmpty()) {
            deliver(held.remove());
        }
        if (state == State.OPEN) {
            channel().config().setAutoRead(reading);
        }
    }

    private void deliver(ByteBuf bytes) {
        try {
            guard(() -> events.onBytes(bytes));
        } finally {
            bytes.release();
        }
    }

    /// An exception in a callback costs the link.
    private void guard(Runnable callback) {
        if (!loop.run("a callback of the link with " + remote, callback)) {
            note("internal error");
            close();
        }
    }

    private void note(String why) {
        if (reason == null) {
            reason = why;
        }
    }

    private String told() {
        return reason == null ? "closed" : reason;
    }

    private void releaseHeld() {
        held.forEach(ByteBuf::release);
        held.clear();
    }

    private Channel channel() {
        assert channel != null : "not registered yet";
        return channel;
    }
}
