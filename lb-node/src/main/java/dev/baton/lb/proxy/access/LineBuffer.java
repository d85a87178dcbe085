package dev.baton.lb.proxy.access;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The lines of one frontend and one event loop on their way to the writer: many at once, and none for long. */
@SuppressWarnings("FutureReturnValueIgnored") // ends with the loop
final class LineBuffer {

    /** From so many bytes on they are handed over. */
    static final int FULL = 48 << 10;

    /** How long a line waits for others. */
    private static final long PATIENCE_MILLIS = 100;

    private final FrontendLog frontend;
    private final EventLoop loop;
    private final Format format;
    private final LogWriter writer;
    private @Nullable ByteBuf buffer;
    private int lines;
    private boolean scheduled;

    LineBuffer(FrontendLog frontend, EventLoop loop, Format format, LogWriter writer) {
        this.frontend = frontend;
        this.loop = loop;
        this.format = format;
        this.writer = writer;
    }

    FrontendLog frontend() {
        return frontend;
    }

    void write(Trail trail) {
        ByteBuf to = buffer;
        if (to == null) {
            to = Unpooled.buffer(1024);
            buffer = to;
        }
        format.write(trail, to);
        lines++;
        if (to.readableBytes() >= FULL) {
            flush();
        } else if (!scheduled && !loop.isShuttingDown()) {
            scheduled = true;
            loop.schedule(this::late, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void late() {
        scheduled = false;
        flush();
    }

    /** On the loop, or when it has ended. */
    void flush() {
        ByteBuf full = buffer;
        if (full != null) {
            buffer = null;
            writer.hand(full, lines);
            lines = 0;
        }
    }
}
