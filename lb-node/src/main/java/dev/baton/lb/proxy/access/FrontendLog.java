package dev.baton.lb.proxy.access;

import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.proxy.loop.Origins;
import dev.baton.lb.proxy.loop.Security;
import dev.baton.lb.traffic.FrontendMeter;
import dev.baton.lb.traffic.Meter;
import dev.baton.lb.traffic.Multiplexing;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is written down and counted of one frontend: its access log, where it has one, and its numbers. */
public final class FrontendLog {

    private final FrontendConfig frontend;
    private final @Nullable LogWriter writer;
    private final @Nullable FrontendMeter meter;
    private final Function<String, Meter> backends;
    private final FirstAnswers firstAnswers;
    private final List<String> headers;
    private final Map<EventLoop, LineBuffer> buffers = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * @param writer where lines go; null for none
     * @param meter what counts; null for nothing
     * @param backends what counts for a backend of that name
     */
    FrontendLog(
            FrontendConfig frontend,
            @Nullable LogWriter writer,
            @Nullable FrontendMeter meter,
            Function<String, Meter> backends,
            FirstAnswers firstAnswers) {
        this.frontend = frontend;
        this.writer = writer;
        this.meter = meter;
        this.backends = backends;
        this.firstAnswers = firstAnswers;
        this.headers = frontend.accessLog().headers().stream()
                .map(header -> header.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** One that logs and counts nothing. */
    public static FrontendLog off(FrontendConfig frontend) {
        return new FrontendLog(frontend, null, null, _ -> new Meter(), new FirstAnswers());
    }

    /** What a new connection of a client leaves behind. On its event loop. */
    public Trail trail(Channel client) {
        if (writer == null && meter == null) {
            return Trail.NONE;
        }
        Account account = meter == null ? null : account(client, meter);
        LineBuffer buffer = writer == null ? null : buffer(client, writer);
        Trail trail = new Trail(buffer, account, frontend.mode() == FrontendConfig.Mode.HTTP);
        trail.from(Origins.client(client));
        trail.secured(Security.of(client));
        return trail;
    }

    private Account account(Channel client, FrontendMeter meter) {
        Account account = new Account(client, meter.passing().of(client.eventLoop()), backends, firstAnswers);
        account.opened();
        client.closeFuture().addListener(_ -> account.closed());
        return account;
    }

    private LineBuffer buffer(Channel client, LogWriter to) {
        connections.incrementAndGet();
        client.closeFuture().addListener(_ -> connections.decrementAndGet());
        return buffers.computeIfAbsent(
                client.eventLoop(), loop -> new LineBuffer(this, loop, Format.of(frontend.accessLog()), to));
    }

    /** What counts what clients do with HTTP/2. */
    public Multiplexing multiplexing() {
        return meter == null ? new Multiplexing() : meter.multiplexing();
    }

    List<String> headers() {
        return headers;
    }

    String name() {
        return frontend.name();
    }

    int connections() {
        return connections.get();
    }

    /** When the event loops have ended. */
    void flush() {
        buffers.values().forEach(LineBuffer::flush);
    }
}
