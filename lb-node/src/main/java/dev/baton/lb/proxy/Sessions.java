package dev.baton.lb.proxy;

import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.proxy.http.ClientConnection;
import dev.baton.lb.proxy.http.HttpWorker;
import dev.baton.lb.proxy.http.Site;
import dev.baton.lb.proxy.tcp.TcpSession;
import io.netty.channel.ChannelHandler;
import java.util.function.Function;

/** Makes what handles an accepted connection of one frontend. */
@FunctionalInterface
interface Sessions {

    ChannelHandler session(HttpWorker worker);

    /** @param backends finds a backend by name */
    static Sessions of(FrontendConfig frontend, Function<String, Backend> backends) {
        return switch (frontend.mode()) {
            case TCP -> {
                Backend backend = backends.apply(frontend.backend());
                yield worker -> new TcpSession(worker.worker(), backend);
            }
            case HTTP -> {
                Site site = Site.of(frontend, backends);
                yield worker -> new ClientConnection(worker, site, frontend.clients());
            }
        };
    }
}
