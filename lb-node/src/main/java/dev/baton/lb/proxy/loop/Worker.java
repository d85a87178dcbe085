package dev.baton.lb.proxy.loop;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One event loop and what it owns. Both sides of a connection live on the same one.
 */
public final class Worker {

    private final EventLoop loop;
    private final Transport transport;
    private final Deadlines deadlines;

    public Worker(EventLoop loop, Transport transport) {
        this.loop = loop;
        this.transport = transport;
        this.deadlines = new Deadlines(loop);
    }

    public EventLoop loop() {
        return loop;
    }

    public Deadlines deadlines() {
        return deadlines;
    }

    /** Does something again and again, until the loop ends. */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the loop
    public void every(Duration time, Runnable task) {
        loop.scheduleAtFixedRate(task, time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Opens a connection to a server on this loop. */
    public ChannelFuture connect(InetSocketAddress address, Duration timeout, ChannelHandler handler) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(transport.connector(address))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .handler(handler)
                .connect(address);
    }
}
