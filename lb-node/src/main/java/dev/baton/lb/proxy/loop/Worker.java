package dev.baton.lb.proxy.loop;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
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
    private final Encryption encryption;
    private final Deadlines deadlines;
    private final Pace pace;

    /** @param encryption speaks TLS with servers */
    public Worker(EventLoop loop, Transport transport, Encryption encryption) {
        this.loop = loop;
        this.transport = transport;
        this.encryption = encryption;
        this.deadlines = new Deadlines(loop);
        this.pace = new Pace(loop, System::nanoTime);
    }

    public EventLoop loop() {
        return loop;
    }

    public Deadlines deadlines() {
        return deadlines;
    }

    /** Work that would hold others up if all of it were done at once. */
    public Pace pace() {
        return pace;
    }

    /** Does something again and again, until the loop ends. */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the loop
    public void every(Duration time, Runnable task) {
        loop.scheduleAtFixedRate(task, time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Opens a connection to a server on this loop.
     *
     * @param timeout until it is accepted and, with TLS, the handshake is over
     */
    public ChannelFuture connect(Approach to, Duration timeout, ChannelHandler handler) {
        long began = System.nanoTime();
        ChannelFuture connecting = open(to.address(), timeout, handler);
        if (to.header().length == 0 && to.tls().isEmpty()) {
            return connecting;
        }
        ChannelPromise ready = connecting.channel().newPromise();
        connecting.addListener(_ -> {
            if (connecting.isSuccess()) {
                greet(connecting.channel(), to, timeout.minusNanos(System.nanoTime() - began), ready);
            } else {
                ready.setFailure(connecting.cause());
            }
        });
        return ready;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failed write means that the connection is gone
    private void greet(Channel channel, Approach to, Duration left, ChannelPromise ready) {
        if (to.header().length > 0) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(to.header()), channel.voidPromise());
        }
        if (to.tls().isPresent()) {
            encryption.begin(channel, to.tls().get(), to.purpose(), left, ready);
        } else {
            ready.setSuccess();
        }
    }

    private ChannelFuture open(InetSocketAddress address, Duration timeout, ChannelHandler handler) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(transport.connector(address))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .handler(handler)
                .connect(address);
    }
}
