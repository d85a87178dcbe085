package dev.baton.lb.proxy;

import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.pool.Addresses;
import dev.baton.lb.proxy.loop.Drain;
import dev.baton.lb.proxy.loop.Failures;
import dev.baton.lb.proxy.loop.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The listening sockets and the connections accepted from them. Each has one acceptor that deals connections out to
 * the loops in turn: with a SO_REUSEPORT socket per loop a second Baton of the same user would bind the same port
 * without an error, and few connections would fall unevenly.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
final class Frontends {

    private final Workers workers;
    private final Transport transport;
    private final Map<String, Channel> listeners = new ConcurrentHashMap<>();
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean draining;

    Frontends(Workers workers, Transport transport) {
        this.workers = workers;
        this.transport = transport;
    }

    void bind(FrontendConfig frontend, Sessions sessions) throws IOException {
        listeners.put(frontend.name(), listen(frontend, sessions));
    }

    /** A listener that is the caller's to close, and that {@link #closed} does not miss. */
    Channel listen(FrontendConfig frontend, Sessions sessions) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(workers.group())
                .channelFactory(transport.listener(frontend.bind()))
                .handler(new Listener(frontend.name(), frontend.maxConnections()))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.AUTO_READ, frontend.mode() == Mode.HTTP)
                .childHandler(new Accepted(sessions))
                .bind(frontend.bind())
                .awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            String address = Addresses.text(frontend.bind());
            throw new IOException(Failures.bind(frontend.name(), address, frontend.bind(), cause), cause);
        }
        return bound.channel();
    }

    /** The frontends that do not listen any more, one sentence each. */
    List<String> closed() {
        return listeners.entrySet().stream()
                .filter(each -> !each.getValue().isActive())
                .map(each -> "frontend \"" + each.getKey() + "\" does not listen any more")
                .toList();
    }

    void stop(Duration grace) {
        draining = true;
        listeners.values().stream().map(Channel::close).toList().forEach(ChannelFuture::awaitUninterruptibly);
        for (Channel client : clients) {
            client.pipeline().fireUserEventTriggered(Drain.DRAIN);
        }
        clients.newCloseFuture().awaitUninterruptibly(grace.toNanos(), TimeUnit.NANOSECONDS);
        clients.close().awaitUninterruptibly();
    }

    private final class Accepted extends ChannelInitializer<Channel> {

        private final Sessions sessions;

        Accepted(Sessions sessions) {
            this.sessions = sessions;
        }

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        protected void initChannel(Channel channel) {
            clients.add(channel);
            if (draining) {
                channel.close();
            } else {
                channel.pipeline().addLast(sessions.session(workers.of(channel.eventLoop())));
            }
        }
    }
}
