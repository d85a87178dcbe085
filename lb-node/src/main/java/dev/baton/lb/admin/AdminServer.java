package dev.baton.lb.admin;

import dev.baton.lb.proxy.loop.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Serves the admin API: on a unix socket to those whom its users and groups allow, and to the network, where the
 * configuration asks for it.
 */
public final class AdminServer implements AutoCloseable {

    private final Path socket;
    private final AdminApi api;
    private final EventLoopGroup loop;
    private final Refusals refusals = new Refusals(System::nanoTime);

    private AdminServer(Path socket, AdminApi api, EventLoopGroup loop) {
        this.socket = socket;
        this.api = api;
        this.loop = loop;
    }

    /**
     * Begins to listen. A socket that a dead node left behind is replaced; one that answers is not.
     *
     * @throws IOException if another node answers there, or the listener cannot be made
     */
    public static AdminServer start(Path socket, SocketAccess access, NodeOperations node) throws IOException {
        refuseIfServed(socket);
        createDirectory(socket);
        Files.deleteIfExists(socket);
        if (!Epoll.isAvailable()) {
            throw new IOException("admin socket " + socket + ": who asks cannot be known, as Netty's library for Linux"
                    + " cannot be loaded (" + Epoll.unavailabilityCause()
                    + "); set TMPDIR to a directory from which programs may be run");
        }
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("baton-admin", true), Transport.EPOLL.handlers());
        AdminServer server = new AdminServer(socket, new AdminApi(node), loop);
        try {
            server.bind(EpollServerDomainSocketChannel::new, access, new DomainSocketAddress(socket.toFile()), _ -> {});
            Files.setPosixFilePermissions(socket, access.mode());
        } catch (Exception e) {
            server.close();
            throw new IOException(
                    "admin socket " + socket + ": " + e.getMessage() + "; choose another --runtime-dir", e);
        }
        return server;
    }

    /**
     * Lets whoever can reach the address look.
     *
     * @throws IOException if nothing can listen there
     */
    public void show(InetSocketAddress address) throws IOException {
        try {
            bind(Transport.EPOLL.listener(address), Gate.OPEN, address, _ -> {});
        } catch (Exception e) {
            throw new IOException("admin http " + address + ": " + e.getMessage(), e);
        }
    }

    /** Keeps what passes over a connection from others. */
    public interface Secrecy {

        SslHandler engine(ByteBufAllocator allocator);

        /** A client has not got through its handshake. */
        void failed(SocketAddress peer, Throwable why);
    }

    /**
     * Lets those ask who show a certificate or a token.
     *
     * @param writers the common names of the certificates that may change; all others may read
     * @throws IOException if nothing can listen there
     */
    public void secure(InetSocketAddress address, Secrecy secrecy, Tokens tokens, List<String> writers)
            throws IOException {
        try {
            bind(
                    Transport.EPOLL.listener(address),
                    new SecureGate(tokens, writers),
                    address,
                    channel -> channel.pipeline()
                            .addLast(secrecy.engine(channel.alloc()))
                            .addLast(new HandshakeWatch(secrecy)));
        } catch (Exception e) {
            throw new IOException("admin https " + address + ": " + e.getMessage(), e);
        }
    }

    private void bind(
            ChannelFactory<ServerChannel> listener, Gate gate, SocketAddress address, Consumer<Channel> first) {
        Seats seats = new Seats();
        new ServerBootstrap()
                .group(loop)
                .channelFactory(listener)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        first.accept(channel);
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new WholeRequest())
                                .addLast(new AdminHandler(api, gate, seats, refusals));
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
