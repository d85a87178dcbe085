package dev.baton.lb.proxy.loop;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No TLS with a server, or no HTTP/2; the message says why, in an operator's words. */
public final class HandshakeException extends IOException {

    private static final long serialVersionUID = 1;

    private final boolean late;

    /** @param late whether it is for want of time */
    public HandshakeException(String message, boolean late, @Nullable Throwable cause) {
        super(message, cause);
        this.late = late;
    }

    boolean isLate() {
        return late;
    }
}
