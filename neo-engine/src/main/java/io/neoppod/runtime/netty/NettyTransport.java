package io.neoppod.runtime.netty;

import io.neoppod.protocol.Address;
import io.neoppod.runtime.Link;
import io.neoppod.runtime.LinkEvents;
import io.neoppod.runtime.Listener;
import io.neoppod.runtime.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Opens sockets on the node's loop.
///
/// Reference: neo/lib/connector.py.
final class NettyTransport implements Transport {
    /// A host that does not answer at all is given up, so that the next master of the list is tried soon.
    private static final int CONNECT_TIMEOUT_MS = 10_000;

    /// Enough for all nodes of a large cluster to come back at once.
    private static final int BACKLOG = 128;

    private final NettyLoop loop;
    private final EventLoopGroup group;
    private final Sockets sockets;
    private final @Nullable TlsContexts tls;
    private final ChannelGroup open;

    NettyTransport(NettyLoop loop, EventLoopGroup group, Sockets sockets, @Nullable TlsContexts tls) {
        this.loop = loop;
        this.group = group;
        this.sockets = sockets;
        this.tls = tls;
        this.open = new DefaultChannelGroup(group.next(), true);
    }

    /// Closes all sockets, also those that are being opened. Called on the loop.
    void close() {
        open.close();
    }

    @Override
    public Listener listen(Address bind, Supplier<LinkEvents> onAccept) throws IOException {
        loop.assertOwner();
        var address = resolve(bind);
        if (address == null) {
            throw new IOException("cannot listen on " + bind + ": not a numeric address");
        }
        var bootstrap = new ServerBootstrap()
                .group(group)
                .channel(sockets.listener())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(initializer(() -> new NettyLink(loop, UNKNOWN, tls != null, onAccept.get()), true));
        streamOptions(bootstrap::childOption);
        var registered = bootstrap.register();
        var channel = registered.channel();
        // On the loop both steps end before they return.
        var bound = registered.isSuccess() ? channel.bind(address) : registered;
        if (!bound.isSuccess()) {
            channel.close();
            throw new IOException("cannot listen on " + bind + ": " + Reasons.of(bound.cause()), bound.cause());
        }
        open.add(channel);
        int port = ((InetSocketAddress) channel.localAddress()).getPort();
        return new NettyListener(new Address(bind.host(), port), channel);
    }

    @Override
    public Link connect(Address to, LinkEvents events) {
        loop.assertOwner();
        var link = new NettyLink(loop, to, tls != null, events);
        var address = resolve(to);
        if (address == null) {
            link.fail("not a numeric address");
            return link;
        }
        var bootstrap = new Bootstrap()
                .group(group)
                .channel(sockets.stream())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(initializer(() -> link, false));
        streamOptions(bootstrap::option);
        bootstrap.connect(address).addListener(attempt -> {
            if (!attempt.isSuccess()) {
                link.fail(Reasons.of(attempt.cause()));
            }
        });
        return link;
    }

    @Override
    public ByteBuf newBuffer(int capacity) {
        return ByteBufAllocator.DEFAULT.ioBuffer(capacity);
    }

    private ChannelInitializer<Channel> initializer(Supplier<NettyLink> links, boolean accepted) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                open.add(channel);
                if (tls != null) {
                    tls.addTo(channel, accepted);
                }
                // Role code behind the supplier may throw: then the channel is closed and the fault reported.
                if (!loop.run("accepting a link", () -> channel.pipeline().addLast(links.get()))) {
                    channel.close();
                }
            }
        };
    }

    /// Reads are left as Netty has them: at most 64 KiB at a time, less on links that carry little.
    private void streamOptions(OptionSink sink) {
        sink.set(ChannelOption.TCP_NODELAY, true);
        sink.set(ChannelOption.SO_KEEPALIVE, true);
        sockets.keepAlive().forEach(sink::set);
        sink.set(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES));
    }

    private static @Nullable InetSocketAddress resolve(Address address) {
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port());
        } catch (IllegalArgumentException name) {
            return null;
        }
    }

    static Address toAddress(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress socket
                ? new Address(NetUtil.toAddressString(socket.getAddress()), socket.getPort())
                : UNKNOWN;
    }

    private static final Address UNKNOWN = new Address("unknown", 0);

    /// `option` of a client's bootstrap or `childOption` of a listener's.
    private interface OptionSink {
        <T> void set(ChannelOption<T> option, T value);
    }

    private record NettyListener(Address address, Channel channel) implements Listener {
        @Override
        public void close() {
            channel.close();
        }
    }
}
