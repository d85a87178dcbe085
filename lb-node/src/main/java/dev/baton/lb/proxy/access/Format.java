package dev.baton.lb.proxy.access;

import dev.baton.lb.config.AccessLogConfig;
import io.netty.buffer.ByteBuf;

/** Makes lines of what is remembered. For one thread. */
sealed interface Format permits LineFormat, JsonFormat {

    /** Writes one line, its end included. */
    void write(Trail trail, ByteBuf out);

    static Format of(AccessLogConfig config) {
        return switch (config.format()) {
            case LINE, OFF -> new LineFormat();
            case JSON -> new JsonFormat(config.headers());
        };
    }
}
