package dev.baton.lb.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What files and directories hold, ready to be served.
 *
 * @param identities in the order of the files; the first is for clients that no name fits
 * @param warnings what was mended or is likely to be a mistake, one sentence each
 */
public record Certificates(List<Identity> identities, List<String> warnings) {

    /** As certbot calls the chain of a name. */
    private static final String CHAIN = "fullchain.pem";

    private static final List<String> ENDINGS = List.of(".pem", ".crt", ".cer");

    public Certificates {
        identities = List.copyOf(identities);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a certificate and its key from each file, and from what is in each directory.
     *
     * @throws BadCertificateException if one of them cannot be used, whatever the others are
     */
    public static Certificates read(List<Path> entries) throws BadCertificateException {
        List<Identity> identities = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Path entry : entries) {
            for (PemFile file : files(entry)) {
                identities.add(identity(file, warnings));
            }
        }
        return new Certificates(identities, warnings);
    }

    /**
     * Reads certificates of authorities.
     *
     * @throws BadCertificateException also if the file has none
     */
    public static List<X509Certificate> authorities(Path file) throws BadCertificateException {
        List<X509Certificate> certificates = PemFile.read(file).certificates();
        if (certificates.isEmpty()) {
            throw new BadCertificateException(file + ": there is no certificate in it");
        }
        return certificates;
    }

    /** What is wrong with their dates, one sentence each. */
    public List<String> complaints(Instant now) {
        return identities.stream()
                .map(each -> each.complaint(now))
                .filter(complaint -> !complaint.isEmpty())
                .toList();
    }

    /** Those that the other ones do not have. */
    public List<Identity> notIn(Certificates other) {
        return identities.stream()
                .filter(each -> other.identities.stream().noneMatch(each::isSame))
                .toList();
    }

    /** Names that the other ones are not for. */
    public List<String> namesNotIn(Certificates other) {
        Set<String> there =
                other.identities.stream().flatMap(each -> each.names().stream()).collect(Collectors.toSet());
        return identities.stream()
                .flatMap(each -> each.names().stream())
                .filter(name -> !there.contains(name))
                .distinct()
                .toList();
    }

    private static Identity identity(PemFile file, List<String> warnings) throws BadCertificateException {
        if (file.certificates().isEmpty()) {
            throw new BadCertificateException(file.file() + ": there is no certificate in it, "
                    + (file.key().isPresent() ? "only a key; name the file of the certificate" : "nor a key"));
        }
        PemFile keyFile = file.key().isPresent() ? file : keyBeside(file.file());
        PrivateKey key = keyFile.key().orElseThrow(() -> noKey(file.file()));
        Identity identity = Identity.of(
                file.file(), Chain.order(file.file(), file.certificates(), key, keyFile.file(), warnings::add), key);
        if (identity.names().isEmpty()) {
            warnings.add(file.file() + ": the certificate has no name; only clients that no other one fits get it");
        }
        try {
            Optional<byte[]> _ = Staple.of(identity, Instant.now());
        } catch (BadCertificateException e) {
            warnings.add(String.valueOf(e.getMessage()));
        }
        return identity;
    }

    private static PemFile keyBeside(Path file) throws BadCertificateException {
        for (Path key : keys(file)) {
            if (Files.exists(key)) {
                return PemFile.read(key);
            }
        }
        throw noKey(file);
    }

    private static BadCertificateException noKey(Path file) {
        return new BadCertificateException(file + ": there is no private key in it, nor in "
                + String.join(" or ", keys(file).stream().map(Path::toString).toList())
                + "; put the key behind the certificates, or into one of these files");
    }

    /** Where the key of a certificate may be: as HAProxy, as people with nginx, and as certbot call it. */
    static List<Path> keys(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        Stream<String> usual = Stream.of(name + ".key", (dot > 0 ? name.substring(0, dot) : name) + ".key");
        Stream<String> certbot = name.equals(CHAIN) ? Stream.of("privkey.pem") : Stream.empty();
        return Stream.concat(certbot, usual).map(file::resolveSibling).toList();
    }

    private static List<PemFile> files(Path entry) throws BadCertificateException {
        if (!Files.isDirectory(entry)) {
            return List.of(PemFile.read(entry));
        }
        if (Files.exists(entry.resolve(CHAIN))) {
            return List.of(PemFile.read(entry.resolve(CHAIN)));
        }
        List<PemFile> files = new ArrayList<>();
        for (Path path : members(entry)) {
            Optional<PemFile> file = member(path);
            file.ifPresent(files::add);
        }
        if (files.isEmpty()) {
            throw new BadCertificateException(
                    entry + ": there is no certificate in this directory; names end in " + String.join(", ", ENDINGS)
                            + ", or each is a directory with a " + CHAIN + ", as certbot makes them");
        }
        return files;
    }

    /** What belongs to a certificate but is none is passed over: keys, and chains without their key in another file. */
    private static Optional<PemFile> member(Path path) throws BadCertificateException {
        if (Files.isDirectory(path)) {
            Path chain = path.resolve(CHAIN);
            return Files.exists(chain) ? Optional.of(PemFile.read(chain)) : Optional.empty();
        }
        PemFile file = PemFile.read(path);
        return file.certificates().isEmpty() ? Optional.empty() : Optional.of(file);
    }

    private static List<Path> members(Path directory) throws BadCertificateException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(each -> Files.isDirectory(each)
                            || ENDINGS.stream().anyMatch(each.getFileName().toString()::endsWith))
                    .filter(each -> !each.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BadCertificateException(entryProblem(directory, e), e);
        }
    }

    private static String entryProblem(Path directory, IOException e) {
        return directory + ": the directory cannot be read: " + e;
    }
}
