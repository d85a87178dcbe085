package dev.baton.lb.tls;

import java.io.Serial;

/** A certificate or a key that cannot be used; the message names the file, what is wrong and the way out. */
public final class BadCertificateException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    BadCertificateException(String message) {
        super(message);
    }

    BadCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
