package dev.baton.lb.proxy.tls;

import dev.baton.lb.config.ServerTls.Authorities;
import dev.baton.lb.tls.BadCertificateException;
import dev.baton.lb.tls.CertificateNames;
import dev.baton.lb.tls.Certificates;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Believes servers by the rules of the platform (RFC 5280, section 6; RFC 9525), and says in an operator's words why not. */
final class Verifier extends X509ExtendedTrustManager {

    /** Where Linux distributions keep the authorities that the machine's administrator trusts. */
    private static final List<Path> SYSTEM = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"));

    private final X509ExtendedTrustManager rules;
    private final String believed;

    private Verifier(X509ExtendedTrustManager rules, String believed) {
        this.rules = rules;
        this.believed = believed;
    }

    static Verifier of(Authorities authorities) throws GeneralSecurityException, IOException {
        List<X509Certificate> all = authorities.file().isPresent() ? authorities.certificates() : ofTheSystem();
        return new Verifier(rules(all.isEmpty() ? null : store(all)), authorities.toString());
    }

    /** The platform's verdict by these authorities alone. */
    static X509ExtendedTrustManager rules(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        return rules(store(authorities));
    }

    /** @param authorities null for those that came with Java */
    private static X509ExtendedTrustManager rules(@Nullable KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(authorities);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** None where the system keeps none: then they are those that came with Java. */
    private static List<X509Certificate> ofTheSystem() throws IOException {
        Optional<Path> file = SYSTEM.stream().filter(Files::isReadable).findFirst();
        try {
            return file.isPresent() ? Certificates.authorities(file.get()) : List.of();
        } catch (BadCertificateException e) {
            throw new IOException(e.getMessage() + "; mend it, or name a file in tls: ca", e);
        }
    }

    private static KeyStore store(List<X509Certificate> authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca-" + i, authorities.get(i));
        }
        return store;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        try {
            rules.checkServerTrusted(chain, type, engine);
        } catch (CertificateException e) {
            throw new DistrustException(why(chain, type, String.valueOf(engine.getPeerHost()), e), e);
        }
    }

    private String why(X509Certificate[] chain, String type, String wanted, CertificateException e) {
        X509Certificate own = chain[0];
        Instant now = Instant.now();
        if (now.isAfter(own.getNotAfter().toInstant())) {
            return "its certificate expired on " + own.getNotAfter().toInstant();
        }
        if (now.isBefore(own.getNotBefore().toInstant())) {
            return "its certificate is not valid before " + own.getNotBefore().toInstant()
                    + "; is the clock of this machine right?";
        }
        if (isVouchedFor(chain, type)) {
            return "its certificate is for " + String.join(", ", CertificateNames.of(own)) + ", not for " + wanted
                    + " (tls: server_name)";
        }
        return "its certificate is of \"" + own.getIssuerX500Principal().getName() + "\", for whom nobody vouches in "
                + believed + " (tls: ca): " + deepest(e);
    }

    private boolean isVouchedFor(X509Certificate[] chain, String type) {
        try {
            rules.checkServerTrusted(chain, type);
            return true;
        } catch (CertificateException _) {
            return false;
        }
    }

    private static String deepest(Throwable of) {
        Throwable cause = of;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        rules.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        rules.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("servers only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return rules.getAcceptedIssuers();
    }
}
