package dev.baton.lb.config;

import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.config.TlsConfig.CertificateHeader;
import dev.baton.lb.config.TlsConfig.ClientAuth;
import dev.baton.lb.config.TlsConfig.Part;
import dev.baton.lb.config.TlsConfig.Version;
import dev.baton.lb.tls.BadCertificateException;
import dev.baton.lb.tls.Certificates;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code tls} of a frontend, and the files: what is wrong with them should be noticed now. */
final class TlsReader {

    /** Forward secrecy and authenticated encryption; Mozilla's "intermediate" without DHE. */
    static final List<String> MODERN = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** What else may be asked for: forward secrecy, for clients from before 2014. */
    private static final List<String> OLD = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");

    /** What frontends with mode: http speak, the best first. */
    private static final List<String> HTTP = List.of("h2", "http/1.1");

    private static final Duration HANDSHAKE = Duration.ofSeconds(5);

    /** More than clients with 200 ms to go begin when one core does nothing else, and some 30 MiB. */
    private static final int MAX_HANDSHAKES = 1000;

    /** RFC 7301, section 3.1, allows any bytes; these are those in use. */
    private static final Scalar<String> PROTOCOL =
            Scalars.matching("[A-Za-z0-9./_-]{1,255}", "is not the name of a protocol; an example is http/1.1");

    private final Path file;

    /** @param file the file that is read; relative paths count from its directory */
    TlsReader(Path file) {
        this.file = file;
    }

    /** @param in the frontend */
    Optional<TlsConfig> read(MappingReader in, Mode mode) {
        return in.findSection("tls", section -> section(section, mode));
    }

    private @Nullable TlsConfig section(MappingReader in, Mode mode) {
        List<Path> files = files(in);
        Version version = in.optional("min_version", TlsReader::version, Version.TLS_1_2);
        List<String> ciphers = in.oneOrMore("ciphers", Scalars.of(TlsReader::cipher));
        List<String> alpn = mode == Mode.HTTP ? http(in) : in.oneOrMore("alpn", PROTOCOL);
        ClientAuth clientAuth = in.section("client_auth", section -> clientAuth(section, mode));
        boolean strict = in.optional("strict_sni", Scalars.FLAG, false);
        Duration handshake = in.optional(
                "handshake_timeout", Scalars.duration(Duration.ofMillis(10), Duration.ofMinutes(5)), HANDSHAKE);
        int most = in.optional("max_handshakes", Scalars.integer(1, 1_000_000), MAX_HANDSHAKES);
        if (version == Version.TLS_1_3 && in.has("ciphers")) {
            in.problem("ciphers", "ciphers are those of TLS 1.2, which min_version rules out; leave them out");
        }
        Certificates certificates = certificates(in, files);
        return certificates == null
                ? null
                : new TlsConfig(
                        files,
                        certificates,
                        version,
                        ciphers.isEmpty() ? MODERN : ciphers,
                        alpn,
                        clientAuth,
                        strict,
                        handshake,
                        most);
    }

    private List<Path> files(MappingReader in) {
        in.requireElements("certificates");
        return in.oneOrMore("certificates", Scalars.PATH).stream()
                .map(file::resolveSibling)
                .toList();
    }

    /**
     * Reads what the admin API serves on the network.
     *
     * @param tokens whether there is something else than a certificate by which clients are known
     */
    @Nullable TlsConfig admin(MappingReader in, boolean tokens) {
        List<Path> files = files(in);
        Optional<Path> ca = in.find("client_ca", Scalars.PATH).map(file::resolveSibling);
        Certificates certificates = certificates(in, files);
        ClientAuth.Mode mode = tokens ? ClientAuth.Mode.OPTIONAL : ClientAuth.Mode.REQUIRED;
        ClientAuth clientAuth = ca.map(path -> new ClientAuth(mode, ca, authorities(in, "client_ca", path), List.of()))
                .orElse(ClientAuth.NONE);
        return certificates == null
                ? null
                : new TlsConfig(
                        files,
                        certificates,
                        Version.TLS_1_2,
                        MODERN,
                        List.of("http/1.1"),
                        clientAuth,
                        false,
                        HANDSHAKE,
                        MAX_HANDSHAKES);
    }

    private static List<String> http(MappingReader in) {
        List<String> asked = in.oneOrMore("alpn", PROTOCOL);
        asked.stream()
                .filter(protocol -> !HTTP.contains(protocol))
                .forEach(protocol -> in.problem(
                        "alpn",
                        "alpn \"" + protocol + "\" is not spoken with mode: http; it can be: "
                                + String.join(", ", HTTP)));
        return asked.isEmpty() ? HTTP : asked;
    }

    private static @Nullable Certificates certificates(MappingReader in, List<Path> files) {
        if (files.isEmpty()) {
            return null;
        }
        try {
            return Certificates.read(files);
        } catch (BadCertificateException e) {
            in.problem("certificates", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private ClientAuth clientAuth(MappingReader in, Mode mode) {
        ClientAuth.Mode asked = in.optional("mode", Scalars.word(ClientAuth.Mode.class), ClientAuth.Mode.NONE);
        Optional<Path> ca = in.find("ca", Scalars.PATH).map(file::resolveSibling);
        List<CertificateHeader> headers = headers(in);
        if (asked != ClientAuth.Mode.NONE && ca.isEmpty() && !in.broken("ca")) {
            in.problem("ca", "ca is missing: whose certificates are believed");
        }
        if (asked == ClientAuth.Mode.NONE) {
            Stream.of("ca", "headers")
                    .filter(in::has)
                    .forEach(key -> in.problem(
                            key, key + " needs mode: optional or mode: required; nobody is asked for a certificate"));
        }
        if (mode == Mode.TCP && in.has("headers")) {
            in.problem("headers", "headers is for mode: http; mode: tcp doesn't read requests");
        }
        return new ClientAuth(
                asked, ca, ca.map(path -> authorities(in, "ca", path)).orElse(List.of()), headers);
    }

    private static List<X509Certificate> authorities(MappingReader in, String key, Path path) {
        try {
            return Certificates.authorities(path);
        } catch (BadCertificateException e) {
            in.problem(key, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private static List<CertificateHeader> headers(MappingReader in) {
        List<Map.Entry<String, Part>> entries = in.entries("headers", HeadersReader::problem, Scalars.word(Part.class));
        return entries.stream()
                .map(entry -> new CertificateHeader(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Version version(ScalarNode node) {
        return Arrays.stream(Version.values())
                .filter(version -> version.word().equals(node.getValue()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("\"" + node.getValue() + "\" is not spoken; it can be: 1.2, 1.3"));
    }

    private static String cipher(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        List<String> known = Stream.concat(MODERN.stream(), OLD.stream()).toList();
        if (!known.contains(name)) {
            throw new IllegalArgumentException("\"" + text + "\" is not offered; it can be: " + String.join(", ", known)
                    + NearestWord.hint(name, known));
        }
        return name;
    }
}
