package dev.baton.lb.proxy.access;

import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.proxy.loop.Origins;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The access log of one frontend. */
public final class FrontendLog {

    private final FrontendConfig frontend;
    private final @Nullable LogWriter writer;
    private final List<String> headers;
    private final Map<EventLoop, LineBuffer> buffers = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    FrontendLog(FrontendConfig frontend, @Nullable LogWriter writer) {
        this.frontend = frontend;
        this.writer = writer;
        this.headers = frontend.accessLog().headers().stream()
                .map(header -> header.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** One that logs nothing. */
    public static FrontendLog off(FrontendConfig frontend) {
        return new FrontendLog(frontend, null);
    }

    /** What a new connection of a client leaves behind. On its event loop. */
    public Trail trail(Channel client) {
        LogWriter to = writer;
        if (to == null) {
            return Trail.NONE;
        }
        connections.incrementAndGet();
        client.closeFuture().addListener(_ -> connections.decrementAndGet());
        LineBuffer buffer = buffers.computeIfAbsent(
                client.eventLoop(), loop -> new LineBuffer(this, loop, Format.of(frontend.accessLog()), to));
        Trail trail = new Trail(buffer, frontend.mode() == FrontendConfig.Mode.HTTP);
        trail.from(Origins.client(client));
        return trail;
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
