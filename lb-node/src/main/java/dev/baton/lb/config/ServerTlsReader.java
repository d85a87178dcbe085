package dev.baton.lb.config;

import dev.baton.lb.config.ServerTls.Authorities;
import dev.baton.lb.tls.BadCertificateException;
import dev.baton.lb.tls.Certificates;
import dev.baton.lb.tls.Identity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code tls} of a backend, and the files: what is wrong with them should be noticed now. */
final class ServerTlsReader {

    /** A name without port; addresses need no name, and wildcards name nobody. */
    static final Scalar<String> NAME = Scalars.matching(
            "(?=.*[A-Za-z])[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63}){0,8}",
            "is not a name; write it like app.example.org");

    private final Path file;

    /** @param file the file that is read; relative paths count from its directory */
    ServerTlsReader(Path file) {
        this.file = file;
    }

    /** @param in the backend */
    Optional<ServerTls> read(MappingReader in, ServerProtocol protocol) {
        return in.findSection("tls", section -> section(section, protocol));
    }

    private ServerTls section(MappingReader in, ServerProtocol protocol) {
        boolean verify = in.optional("verify", Scalars.FLAG, true);
        Optional<Path> ca = in.find("ca", Scalars.PATH).map(file::resolveSibling);
        Optional<String> name = in.find("server_name", NAME);
        Optional<Path> certificate = in.find("certificate", Scalars.PATH).map(file::resolveSibling);
        if (!verify && in.has("ca")) {
            in.problem("ca", "ca needs verify: true; with verify: false nobody is asked who vouches for a server");
        }
        return new ServerTls(
                verify,
                ca.map(path -> authorities(in, path)).orElse(Authorities.OF_THE_SYSTEM),
                name,
                certificate.flatMap(path -> identity(in, path)),
                protocol == ServerProtocol.H2);
    }

    private static Authorities authorities(MappingReader in, Path path) {
        try {
            return new Authorities(Optional.of(path), Certificates.authorities(path));
        } catch (BadCertificateException e) {
            in.problem("ca", String.valueOf(e.getMessage()));
            return Authorities.OF_THE_SYSTEM;
        }
    }

    private static Optional<Identity> identity(MappingReader in, Path path) {
        try {
            List<Identity> found = Certificates.read(List.of(path)).identities();
            if (found.size() > 1) {
                in.problem("certificate", path + ": there are " + found.size() + " certificates; name the file of one");
            }
            return Optional.of(found.getFirst());
        } catch (BadCertificateException e) {
            in.problem("certificate", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
