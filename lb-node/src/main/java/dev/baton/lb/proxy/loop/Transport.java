package dev.baton.lb.proxy.loop;

import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** The kernel interface under the event loops, and the sockets that go with it. */
public enum Transport {
    /** Linux, with the native library: the one that can bind an address which the node doesn't own yet. */
    EPOLL {
        @Override
        public IoHandlerFactory handlers() {
            return LastingEpoll.newFactory();
        }

        @Override
        public ChannelFactory<ServerChannel> listener(InetSocketAddress address) {
            SocketProtocolFamily family = family(address);
            return () -> {
                EpollServerSocketChannel channel = new EpollServerSocketChannel(family);
                // Linux takes the IPv4 option on IPv6 sockets as well (ipv6_can_nonlocal_bind reads the same flag).
                channel.config().setOption(EpollChannelOption.IP_FREEBIND, true);
                return channel;
            };
        }

        @Override
        public ChannelFactory<SocketChannel> connector(InetSocketAddress address) {
            SocketProtocolFamily family = family(address);
            return () -> new EpollSocketChannel(family);
        }
    },
    /** Anywhere else. */
    NIO {
        @Override
        public IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        public ChannelFactory<ServerChannel> listener(InetSocketAddress address) {
            return NioServerSocketChannel::new;
        }

        @Override
        public ChannelFactory<SocketChannel> connector(InetSocketAddress address) {
            return NioSocketChannel::new;
        }
    };

    /** The best one this machine has. */
    public static Transport detect() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    public abstract IoHandlerFactory handlers();

    public abstract ChannelFactory<ServerChannel> listener(InetSocketAddress address);

    public abstract ChannelFactory<SocketChannel> connector(InetSocketAddress address);

    private static SocketProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }
}
