package dev.baton.lb.service;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The service manager that started this process and wants to be told how it fares, as sd_notify(3) defines it. Nothing
 * here waits: a message that cannot be sent is lost, and the manager draws its own conclusions.
 */
public final class ServiceManager implements AutoCloseable {

    /** The socket that messages go to: a path, or an abstract name behind {@code @}. */
    static final String SOCKET = "NOTIFY_SOCKET";
    /** Microseconds within which a sign of life has to come. */
    static final String WATCHDOG = "WATCHDOG_USEC";
    /** The process that the watchdog is meant for. */
    static final String WATCHDOG_PID = "WATCHDOG_PID";

    /** Signs of life in each span of the watchdog: two may be late or lost. */
    private static final int SIGNS_IN_SPAN = 3;

    private final EventLoopGroup loop;
    private final Channel channel;
    private final Optional<Duration> span;

    private ServiceManager(EventLoopGroup loop, Channel channel, Optional<Duration> span) {
        this.loop = loop;
        this.channel = channel;
        this.span = span;
    }

    /**
     * The manager that the environment names, if it names one.
     *
     * @throws IOException if it names a socket that cannot be reached
     */
    public static Optional<ServiceManager> find(Map<String, String> environment) throws IOException {
        String socket = environment.get(SOCKET);
        if (socket == null || socket.isEmpty()) {
            return Optional.empty();
        }
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("baton-service", true), EpollIoHandler.newFactory());
        try {
            Channel channel = new Bootstrap()
                    .group(loop)
                    .channel(EpollDomainDatagramChannel.class)
                    .handler(new Deaf())
                    .connect(new DomainSocketAddress(socket.startsWith("@") ? "\0" + socket.substring(1) : socket))
                    .syncUninterruptibly()
                    .channel();
            return Optional.of(new ServiceManager(loop, channel, span(environment)));
        } catch (Exception e) {
            // Netty throws what the kernel said without declaring it.
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException(SOCKET + " " + socket + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Duration> span(Map<String, String> environment) {
        String micros = environment.get(WATCHDOG);
        String pid = environment.get(WATCHDOG_PID);
        boolean ours =
                pid == null || pid.equals(String.valueOf(ProcessHandle.current().pid()));
        if (micros == null || !ours || !micros.matches("[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        return Optional.of(Duration.of(Long.parseLong(micros), ChronoUnit.MICROS));
    }

    /** How long the manager waits for a sign of life before it ends the process; empty when it does not watch. */
    public Optional<Duration> watchdog() {
        return span;
    }

    public void ready() {
        send("READY=1");
    }

    public void stopping() {
        send("STOPPING=1");
    }

    /**
     * Sends signs of life from now on, each only after {@code pulse} has completed without an error. A pulse that never
     * completes brings none, and the manager ends the process. Does nothing when the manager does not watch.
     */
    public void keepAlive(Supplier<? extends CompletionStage<?>> pulse) {
        requireNonNull(pulse, "pulse is null");
        span.ifPresent(every -> loop.scheduleAtFixedRate(
                () -> pulse.get().thenRun(() -> send("WATCHDOG=1")),
                0,
                every.toNanos() / SIGNS_IN_SPAN,
                TimeUnit.NANOSECONDS));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a lost message is the manager's to notice
    private void send(String state) {
        channel.writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    /** Nobody answers a notification. */
    @ChannelHandler.Sharable
    private static final class Deaf extends ChannelInboundHandlerAdapter {}
}
