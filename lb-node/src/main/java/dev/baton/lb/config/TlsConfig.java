package dev.baton.lb.config;

import dev.baton.lb.tls.Certificates;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a frontend ends TLS.
 *
 * @param files where certificates and keys are: files, and directories of them
 * @param certificates what was in them when the configuration was read
 * @param minVersion the oldest version that is spoken
 * @param ciphers suites of TLS 1.2 by their IANA names, the best first; those of TLS 1.3 are all spoken
 * @param alpn the protocols that clients may agree on, the best first
 * @param clientAuth what is asked of clients
 * @param strictSni whether a client whose name fits no certificate is sent away
 * @param handshakeTimeout how long the handshake may take
 * @param maxHandshakes how many may be under way at a time; the oldest is cut off for one more
 */
public record TlsConfig(
        List<Path> files,
        Certificates certificates,
        Version minVersion,
        List<String> ciphers,
        List<String> alpn,
        ClientAuth clientAuth,
        boolean strictSni,
        Duration handshakeTimeout,
        int maxHandshakes) {

    public TlsConfig {
        files = List.copyOf(files);
        ciphers = List.copyOf(ciphers);
        alpn = List.copyOf(alpn);
    }

    /** The versions that are spoken; all older ones are broken (RFC 8996). */
    public enum Version {
        TLS_1_2("1.2", "TLSv1.2"),
        TLS_1_3("1.3", "TLSv1.3");

        private final String word;
        private final String protocol;

        Version(String word, String protocol) {
            this.word = word;
            this.protocol = protocol;
        }

        /** As in the configuration. */
        String word() {
            return word;
        }

        /** As Java calls it. */
        public String protocol() {
            return protocol;
        }
    }

    /**
     * What is asked of clients.
     *
     * @param mode whether they need a certificate
     * @param file where the authorities are from
     * @param authorities who may have issued it
     * @param headers fields that tell servers of it
     */
    public record ClientAuth(
            Mode mode, Optional<Path> file, List<X509Certificate> authorities, List<CertificateHeader> headers) {

        public static final ClientAuth NONE = new ClientAuth(Mode.NONE, Optional.empty(), List.of(), List.of());

        public ClientAuth {
            authorities = List.copyOf(authorities);
            headers = List.copyOf(headers);
        }

        /** Whether a client needs a certificate. One that shows a bad one is sent away in any case. */
        public enum Mode {
            NONE,
            OPTIONAL,
            REQUIRED
        }
    }

    /** @param name of the field */
    public record CertificateHeader(String name, Part part) {}

    /** What a field tells of a client's certificate. */
    public enum Part {
        /** Its subject, as RFC 4514 writes it. */
        SUBJECT,
        /** Who has issued it, likewise. */
        ISSUER,
        /** Its number, in hex. */
        SERIAL,
        /** SHA-256 of the whole, in hex. */
        FINGERPRINT,
        /** Until when it is valid. */
        NOT_AFTER
    }
}
