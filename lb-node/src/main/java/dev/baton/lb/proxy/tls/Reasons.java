package dev.baton.lb.proxy.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;

/** Says in an operator's words why a handshake came to nothing. */
final class Reasons {

    private Reasons() {}

    static String of(Throwable cause) {
        Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (root instanceof SslHandshakeTimeoutException) {
            return "the handshake did not end in time";
        }
        if (root instanceof ClosedChannelException) {
            return "the other end closed in the middle of the handshake";
        }
        if (root instanceof NotSslRecordException) {
            return "it does not speak TLS";
        }
        Throwable deepest = root;
        while (deepest.getCause() != null) {
            if (deepest instanceof DistrustException distrust) {
                return String.valueOf(distrust.getMessage());
            }
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return "the handshake failed: " + (message == null ? deepest.getClass().getSimpleName() : message);
    }
}
