package dev.baton.lb.proxy;

import dev.baton.floatingip.IpPrefix;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.proxy.loop.Reporter;
import dev.baton.lb.proxy.loop.Worker;
import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Whom a frontend believes where connections come from, and how many connections it has refused over it. */
final class Gate {

    private final List<IpPrefix> proxies;
    private final Duration patience;
    private final Reporter reporter;

    Gate(FrontendConfig frontend) {
        this.reporter = new Reporter("frontend \"" + frontend.name() + "\": accept_proxy");
        this.proxies = frontend.acceptProxy();
        this.patience = frontend.clients().timeouts().header();
    }

    /** What a new connection begins with. */
    ChannelHandler before(Worker worker, Supplier<ChannelHandler> session) {
        return proxies.isEmpty() ? session.get() : new HeaderReading(worker, this, session);
    }

    /** How long the header may take. */
    Duration patience() {
        return patience;
    }

    boolean isProxy(SocketAddress peer) {
        return peer instanceof InetSocketAddress internet
                && proxies.stream().anyMatch(network -> network.contains(internet.getAddress()));
    }

    /** Counts a connection that is closed, and tells of it now and then. */
    void refuse(SocketAddress peer, String why) {
        reporter.refuse(peer, why);
    }
}
