package dev.baton.lb.config;

import dev.baton.lb.tls.Identity;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How TLS is spoken with a server.
 *
 * @param verify whether the server must prove who it is
 * @param authorities who may vouch for it
 * @param serverName what it is asked for, and must be; empty for its address, which nobody can be asked for (RFC 6066,
 *     section 3)
 * @param certificate what it is shown if it asks
 * @param http2 whether it must agree to speak HTTP/2
 */
public record ServerTls(
        boolean verify,
        Authorities authorities,
        Optional<String> serverName,
        Optional<Identity> certificate,
        boolean http2) {

    /** The same for another name, if there is one. */
    ServerTls named(Optional<String> name) {
        return name.isEmpty() ? this : new ServerTls(verify, authorities, name, certificate, http2);
    }

    /** What is the same for servers of all names. */
    public ServerTls nameless() {
        return serverName.isEmpty() ? this : new ServerTls(verify, authorities, Optional.empty(), certificate, http2);
    }

    /**
     * Who is believed.
     *
     * @param file where they are from; empty for those that this system knows
     * @param certificates those in the file
     */
    public record Authorities(Optional<Path> file, List<X509Certificate> certificates) {

        public static final Authorities OF_THE_SYSTEM = new Authorities(Optional.empty(), List.of());

        public Authorities {
            certificates = List.copyOf(certificates);
        }

        @Override
        public String toString() {
            return file.map(Path::toString).orElse("this system's authorities");
        }
    }
}
