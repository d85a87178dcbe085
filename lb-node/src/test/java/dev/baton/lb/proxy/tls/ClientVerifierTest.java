package dev.baton.lb.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.lb.tls.Issuer;
import dev.baton.lb.tls.Issuer.Issued;
import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.internal.tcnative.CertificateVerifier;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What BoringSSL is told, and makes an alert of. */
class ClientVerifierTest {

    private static final Issuer CLIENTS = Issuer.root("clients");

    private static void check(Issued shown) throws Exception {
        new ClientVerifier(Verifier.rules(List.of(CLIENTS.certificate())))
                .checkClientTrusted(new X509Certificate[] {shown.certificate()}, "EC");
    }

    private static int code(Issued shown) {
        return catchThrowableOfType(OpenSslCertificateException.class, () -> check(shown))
                .errorCode();
    }

    @Test
    void whatIsWrongHasAName() throws Exception {
        assumeTrue(Engine.detect() == Engine.BORINGSSL, "BoringSSL runs on this machine");
        Instant longAgo = Instant.now().minus(Duration.ofDays(9));

        check(CLIENTS.issue("EC", "alice"));
        assertThat(code(Issuer.root("strangers").issue("EC", "mallory")))
                .isEqualTo(CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
        assertThat(code(Issuer.root("clients").issue("EC", "mallory")))
                .as("signed by somebody else")
                .isEqualTo(CertificateVerifier.X509_V_ERR_CERT_REJECTED);
        assertThat(code(CLIENTS.issue("EC", longAgo, longAgo.plus(Duration.ofDays(1)), "alice")))
                .isEqualTo(CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED);
    }
}
