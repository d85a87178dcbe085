package dev.baton.lb.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Serves the admin API on a unix socket that only the user of the node, and root, can open; to the network, where the
 * configuration asks for it, what only reads.
 */
public final class AdminServer implements AutoCloseable {

    private static final int MAX_REQUEST_BYTES = 64 * 1024;
    private static final int IDLE_SECONDS = 30;

    private final Path socket;
    private final EventLoopGroup loop;

    private AdminServer(Path socket, EventLoopGroup loop) {
        this.socket = socket;
        this.loop = loop;
    }

    /**
     * Begins to listen. A socket that a dead node left behind is replaced; one that answers is not.
     *
     * @param http where reading requests are served to the network as well, if anywhere
     * @throws IOException if another node answers there, or a listener cannot be made
     */
    public static AdminServer start(Path socket, Optional<InetSocketAddress> http, NodeOperations node)
            throws IOException {
        refuseIfServed(socket);
        createDirectory(socket);
        Files.deleteIfExists(socket);
        AdminApi api = new AdminApi(node);
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("baton-admin", true), NioIoHandler.newFactory());
        AdminServer server = new AdminServer(socket, loop);
        try {
            bind(loop, NioServerDomainSocketChannel.class, true, api, UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (Exception e) {
            server.close();
            throw new IOException(
                    "admin socket " + socket + ": " + e.getMessage() + "; choose another --runtime-dir", e);
        }
        try {
            http.ifPresent(address -> bind(loop, NioServerSocketChannel.class, false, api, address));
        } catch (Exception e) {
            server.close();
            throw new IOException("admin http " + http.orElseThrow() + ": " + e.getMessage(), e);
        }
        return server;
    }

    private static void bind(
            EventLoopGroup loop,
            Class<? extends ServerChannel> type,
            boolean mayChange,
            AdminApi api,
            SocketAddress address) {
        AdminGuard guard = new AdminGuard();
        new ServerBootstrap()
                .group(loop)
                .channel(type)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(guard)
                                .addLast(new ReadTimeoutHandler(IDLE_SECONDS, TimeUnit.SECONDS))
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
                                .addLast(new AdminHandler(api, mayChange));
                    }
                })
                .bind(address)
                .syncUninterruptibly();
    }

    private static void refuseIfServed(Path socket) throws IOException {
        if (!Files.exists(socket)) {
            return;
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException _) {
            return; // Nobody listens: a dead node left it behind.
        }
        throw new IOException("admin socket " + socket + " is in use: this node runs already; stop it first");
    }

    private static void createDirectory(Path socket) throws IOException {
        Path directory = socket.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IOException(
                    "runtime directory " + directory + " cannot be made (" + e.getMessage()
                            + "); choose another with --runtime-dir",
                    e);
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        try {
            Files.deleteIfExists(socket);
        } catch (IOException _) {
            // The next start replaces it.
        }
    }
}
