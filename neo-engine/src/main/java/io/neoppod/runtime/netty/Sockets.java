package io.neoppod.runtime.netty;

import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/// One way to use the operating system's sockets.
///
/// @param keepAlive values that notice a dead peer after about 90 seconds (60 s of silence, then 3 probes 10 s apart)
record Sockets(
        IoHandlerFactory ioHandler,
        Class<? extends SocketChannel> stream,
        Class<? extends ServerSocketChannel> listener,
        Map<ChannelOption<Integer>, Integer> keepAlive) {

    static Sockets best() {
        return Epoll.isAvailable() ? epoll() : nio();
    }

    static Sockets epoll() {
        return new Sockets(
                EpollIoHandler.newFactory(),
                EpollSocketChannel.class,
                EpollServerSocketChannel.class,
                Map.of(
                        EpollChannelOption.TCP_KEEPIDLE, 60,
                        EpollChannelOption.TCP_KEEPCNT, 3,
                        EpollChannelOption.TCP_KEEPINTVL, 10));
    }

    static Sockets nio() {
        return new Sockets(
                NioIoHandler.newFactory(),
                NioSocketChannel.class,
                NioServerSocketChannel.class,
                Map.of(
                        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), 60,
                        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), 3,
                        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), 10));
    }
}
