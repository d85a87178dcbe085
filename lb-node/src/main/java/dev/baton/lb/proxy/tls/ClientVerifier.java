package dev.baton.lb.proxy.tls;

import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.internal.tcnative.CertificateVerifier;
import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes clients by the rules of the platform, and tells BoringSSL why not, so that clients hear the alert for it
 * (RFC 8446, section 6.2). The JDK's engine has alerts of its own.
 */
final class ClientVerifier extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager rules;

    ClientVerifier(X509ExtendedTrustManager rules) {
        this.rules = rules;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        try {
            rules.checkClientTrusted(chain, type, engine);
        } catch (CertificateException e) {
            throw told(e);
        }
    }

    private static CertificateException told(CertificateException why) {
        return new OpenSslCertificateException(String.valueOf(why.getMessage()), why, code(why));
    }

    private static int code(CertificateException why) {
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
            }
            if (cause instanceof CertPathValidatorException invalid && invalid.getReason() == BasicReason.EXPIRED) {
                return CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
            }
        }
        return CertificateVerifier.X509_V_ERR_CERT_REJECTED;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        try {
            rules.checkClientTrusted(chain, type);
        } catch (CertificateException e) {
            throw told(e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("engines only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("clients only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("clients only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("clients only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return rules.getAcceptedIssuers();
    }
}
