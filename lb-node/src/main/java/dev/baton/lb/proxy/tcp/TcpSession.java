package dev.baton.lb.proxy.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lb.config.AffinityConfig;
import dev.baton.lb.pool.Affinity;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Homes;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.proxy.access.FrontendLog;
import dev.baton.lb.proxy.access.Trail;
import dev.baton.lb.proxy.loop.Approach;
import dev.baton.lb.proxy.loop.Failures;
import dev.baton.lb.proxy.loop.Introduction;
import dev.baton.lb.proxy.loop.Origins;
import dev.baton.lb.proxy.loop.Placement;
import dev.baton.lb.proxy.loop.Worker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's TCP connection until it is joined to a server. Nothing is asked of the client before, so a server that
 * can't be reached costs nothing but time and the next one is tried. Epoll reads one buffer all the same when a client
 * closes its half: it is kept for the server.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
public final class TcpSession extends ChannelInboundHandlerAdapter {

    private final Worker worker;
    private final Backend backend;
    private final FrontendLog log;
    private final String name;
    private Trail trail = Trail.NONE;
    private @Nullable Placement placement;
    private @Nullable ByteBuf early;

    public TcpSession(Worker worker, Backend backend, FrontendLog log) {
        this(worker, backend, log, "");
    }

    /** @param name what a TLS client asks for; empty when it asks for none, or was not heard */
    public TcpSession(Worker worker, Backend backend, FrontendLog log, String name) {
        this.log = log;
        this.worker = worker;
        this.backend = backend;
        this.name = name;
    }

    /** The client's channel must not read by itself ({@link ChannelOption#AUTO_READ} off). */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        trail = log.trail(ctx.channel());
        trail.begin();
        trail.routed(backend.name());
        long key = backend.key(new ClientSubject(ctx.channel()));
        KnownClient client = client(ctx);
        Server own = client == null ? null : client.own();
        Placement seeking = new Placement(worker, backend, key, own, new Connecting(ctx, client));
        placement = seeking;
        seeking.seek();
    }

    private @Nullable KnownClient client(ChannelHandlerContext ctx) {
        return switch (backend.affinity()) {
            case Affinity.Kept(AffinityConfig.Source _, Homes homes)
            when Origins.client(ctx.channel()) instanceof InetSocketAddress remote ->
                new KnownClient(backend, homes, homes.key(remote.getAddress()));
            case Affinity.Kept(AffinityConfig.Sni _, Homes homes)
            when !name.isEmpty() -> new KnownClient(backend, homes, homes.key(name.getBytes(UTF_8)));
            case Affinity.Kept _, Affinity.Inserted _, Affinity.Prefixed _, Affinity.None _ -> null;
        };
    }

    /** Connects to the servers that are found, until one accepts. */
    private final class Connecting implements Placement.Seeker {

        private final ChannelHandlerContext ctx;
        private final @Nullable KnownClient client;

        Connecting(ChannelHandlerContext ctx, @Nullable KnownClient client) {
            this.ctx = ctx;
            this.client = client;
        }

        @Override
        public void waits() {
            trail.waits();
        }

        @Override
        public void nowhere(String why) {
            trail.end(trail.vain());
            ctx.close();
        }

        @Override
        public void placed(Server server, boolean waited) {
            trail.chosen(server);
            if (client != null) {
                client.placed(server);
            }
            byte[] header = Introduction.client(ctx.channel(), server.sendProxy());
            ChannelFuture connecting = worker.connect(
                    new Approach(server.address(), header, server.tls(), Approach.Purpose.TRAFFIC),
                    backend.timeouts().connect(),
                    Silent.UNTIL_JOINED);
            Channel upstream = connecting.channel();
            upstream.closeFuture().addListener(_ -> server.finished());
            connecting.addListener(_ -> {
                if (!connecting.isSuccess()) {
                    backend.verdicts().failed(server);
                    passOn(server, connecting.cause());
                } else if (!ctx.channel().isActive()) {
                    upstream.close();
                } else {
                    backend.verdicts().succeeded(server);
                    join(ctx, upstream);
                }
            });
        }

        private void passOn(Server server, Throwable why) {
            if (placement != null && ctx.channel().isActive()) {
                trail.again();
                placement.passed(server, Failures.isBrief(why));
                placement.seek();
            }
        }
    }

    private void join(ChannelHandlerContext ctx, Channel upstream) {
        trail.connected();
        if (early != null) {
            trail.in(early.readableBytes());
            upstream.writeAndFlush(early, upstream.voidPromise());
            early = null;
        }
        ctx.pipeline().remove(this);
        Relay.join(
                worker,
                (DuplexChannel) ctx.channel(),
                (DuplexChannel) upstream,
                backend.timeouts().tunnel(),
                trail);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        trail.end(Cause.CLIENT);
        if (placement != null) {
            placement.cancel();
            placement = null;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        early = early == null ? bytes : Unpooled.wrappedBuffer(early, bytes);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (early != null) {
            early.release();
            early = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /** Keeps a new connection to a server from reading before somebody is there to take it. */
    private static final class Silent extends ChannelInitializer<Channel> {

        static final Silent UNTIL_JOINED = new Silent();

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.config().setAutoRead(false);
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
    }
}
