package dev.baton.lb.proxy;

import dev.baton.floatingip.IpPrefix;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.proxy.loop.Worker;
import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom a frontend believes where connections come from, and how many connections it has refused over it. */
final class Gate {

    private static final Logger log = LoggerFactory.getLogger(Gate.class);

    /** Between two reports: strangers may come many times a second. */
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String frontend;
    private final List<IpPrefix> proxies;
    private final Duration patience;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong reported = new AtomicLong(System.nanoTime() - REPORT_NANOS);

    Gate(FrontendConfig frontend) {
        this.frontend = frontend.name();
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
        long count = refused.incrementAndGet();
        long last = reported.get();
        long now = System.nanoTime();
        if (now - last >= REPORT_NANOS && reported.compareAndSet(last, now)) {
            log.warn("frontend \"{}\": accept_proxy: refused {}: {}; {} in all", frontend, peer, why, count);
        }
    }
}
