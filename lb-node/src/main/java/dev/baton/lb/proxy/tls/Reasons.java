package dev.baton.lb.proxy.tls;

import dev.baton.lb.traffic.Handshakes.Failure;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Locale;

/** Says in an operator's words why a handshake came to nothing. */
final class Reasons {

    /** The server knows TLS, and another protocol inside of it. */
    static final String NO_HTTP_2 = "it does not agree to speak HTTP/2 (ALPN)";

    /** The alert of RFC 7301, section 3.2, as both engines call it. */
    private static final String NO_PROTOCOL = "no_application_protocol";

    private Reasons() {}

    /** The reason's kind. What engines say of the rest has no types, but words that have been the same for years. */
    static Failure kindOf(Throwable cause) {
        Throwable root = root(cause);
        if (root instanceof SslHandshakeTimeoutException) {
            return Failure.TIMEOUT;
        }
        if (root instanceof ClosedChannelException) {
            return Failure.ABANDONED;
        }
        if (root instanceof NotSslRecordException) {
            return Failure.NOT_TLS;
        }
        StringBuilder words = new StringBuilder();
        for (Throwable each = root; each != null; each = each.getCause()) {
            if (each instanceof CertificateException) {
                return Failure.CERTIFICATE;
            }
            words.append(each.getMessage()).append(' ');
        }
        return kindOf(words.toString().toLowerCase(Locale.ROOT));
    }

    private static Failure kindOf(String words) {
        if (words.contains("alert")) {
            return Failure.ALERT;
        }
        if (words.contains("certificate")) {
            return Failure.CERTIFICATE;
        }
        if (words.contains("cipher") || words.contains("shared_group") || words.contains("signature_algorithms")) {
            return Failure.CIPHER;
        }
        return words.contains("protocol") || words.contains("version") ? Failure.VERSION : Failure.OTHER;
    }

    private static Throwable root(Throwable cause) {
        return cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    }

    /** The same for a server that must agree to HTTP/2. */
    static String ofHttp2(Throwable cause) {
        String why = of(cause);
        return why.toLowerCase(Locale.ROOT).contains(NO_PROTOCOL) ? NO_HTTP_2 : why;
    }

    static String of(Throwable cause) {
        Throwable root = root(cause);
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
