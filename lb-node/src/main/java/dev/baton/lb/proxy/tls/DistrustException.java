package dev.baton.lb.proxy.tls;

import java.security.cert.CertificateException;

/** A server is not believed to be who it should be; the message says why, in an operator's words. */
final class DistrustException extends CertificateException {

    private static final long serialVersionUID = 1;

    DistrustException(String message, Throwable cause) {
        super(message, cause);
    }
}
