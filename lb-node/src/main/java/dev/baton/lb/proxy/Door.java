package dev.baton.lb.proxy;

import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.proxy.http.ClientConnection;
import dev.baton.lb.proxy.http.HttpWorker;
import dev.baton.lb.proxy.http.MultiplexedConnection;
import dev.baton.lb.proxy.http.Site;
import dev.baton.lb.proxy.loop.Drain;
import dev.baton.lb.proxy.loop.Security;
import dev.baton.lb.proxy.loop.Worker;
import dev.baton.lb.proxy.tcp.NameReading;
import dev.baton.lb.proxy.tcp.TcpRoutes;
import dev.baton.lb.proxy.tcp.TcpSession;
import dev.baton.lb.proxy.tls.HelloReading;
import dev.baton.lb.proxy.tls.Terminator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the clients of one frontend come in. It stays the same while the frontend keeps name, address and mode, and TLS or none, whatever
 * else a reload changes; otherwise its clients are asked to leave.
 */
final class Door {

    private final Function<Door, Service> services;
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile @Nullable Drain leaving;

    /** @param services what is done for those who came in here, at the moment */
    Door(Function<Door, Service> services) {
        this.services = services;
    }

    /** Whether it is the one of this frontend too. */
    boolean fits(FrontendConfig frontend) {
        FrontendConfig own = services.apply(this).frontend();
        return own.name().equals(frontend.name())
                && own.mode() == frontend.mode()
                && own.tls().isPresent() == frontend.tls().isPresent();
    }

    ChannelGroup clients() {
        return clients;
    }

    /** Lets a client in. */
    void enter(Channel client, HttpWorker worker) {
        clients.add(client);
        client.config().setAutoRead(services.apply(this) instanceof Service.Http);
        client.pipeline().addLast(session(worker));
        Drain how = leaving;
        if (how != null) {
            drain(client, how);
        }
    }

    /** Asks those who are there, and those who still come, to finish what they do and go. */
    void empty(Drain how) {
        leaving = how;
        clients.forEach(client -> drain(client, how));
    }

    /** Those who came by this address and belong to this event loop hear that it goes away. */
    void dismiss(InetAddress address) {
        for (Channel client : clients) {
            if (client.eventLoop().inEventLoop()
                    && client.localAddress() instanceof InetSocketAddress local
                    && local.getAddress().equals(address)) {
                drain(client, Drain.LAST_WORD);
            }
        }
    }

    private ChannelHandler session(HttpWorker worker) {
        Service service = services.apply(this);
        Terminator terminator = service.terminator();
        return service.gate()
                .before(
                        worker.worker(),
                        () -> terminator == null
                                ? session(service, worker)
                                : new HelloReading(
                                        worker.worker(), terminator, security -> session(service, worker, security)));
    }

    private ChannelHandler session(Service service, HttpWorker worker, Security security) {
        return switch (service) {
            case Service.Tcp tcp ->
                new TcpSession(worker.worker(), tcp.routes().with(security.name()), tcp.log(), security.name());
            case Service.Http http
            when security.alpn().equals("h2") ->
                new MultiplexedConnection(
                        worker,
                        this::site,
                        http.frontend().clients(),
                        http.log()::trail,
                        http.log().multiplexing());
            case Service.Http _ -> session(service, worker);
        };
    }

    private ChannelHandler session(Service service, HttpWorker worker) {
        return switch (service) {
            case Service.Tcp tcp -> tcp(tcp, worker.worker());
            case Service.Http http ->
                new ClientConnection(worker, this::site, http.frontend().clients(), http.log());
        };
    }

    private static ChannelHandler tcp(Service.Tcp service, Worker worker) {
        Duration patience = service.frontend().clients().timeouts().header();
        TcpRoutes routes = service.routes();
        return routes.readNames()
                ? new NameReading(worker, routes, patience, service.log())
                : new TcpSession(worker, routes.otherwise(), service.log());
    }

    private Site site() {
        return switch (services.apply(this)) {
            case Service.Http http -> http.site();
            case Service.Tcp tcp ->
                throw new IllegalStateException(tcp.frontend().name() + " speaks no HTTP");
        };
    }

    private static void drain(Channel client, Drain how) {
        client.pipeline().fireUserEventTriggered(how);
    }
}
