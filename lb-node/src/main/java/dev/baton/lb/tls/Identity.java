package dev.baton.lb.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What a node can show that it is: a certificate with those that vouch for it, and the key.
 *
 * @param file where the certificate is from
 * @param chain the certificate, its issuer, the issuer's and so on
 * @param key that of the first
 * @param names in lower case, {@code *.} before a name for all directly below it
 * @param notBefore from when on clients accept all of the chain
 * @param notAfter until when they do
 */
public record Identity(
        Path file,
        List<X509Certificate> chain,
        PrivateKey key,
        List<String> names,
        Instant notBefore,
        Instant notAfter) {

    private static final Duration LATE = Duration.ofDays(14);

    public Identity {
        chain = List.copyOf(chain);
        names = List.copyOf(names);
    }

    static Identity of(Path file, List<X509Certificate> chain, PrivateKey key) {
        return new Identity(
                file,
                chain,
                key,
                CertificateNames.of(chain.getFirst()),
                latest(chain),
                chain.stream()
                        .map(each -> each.getNotAfter().toInstant())
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
    }

    private static Instant latest(List<X509Certificate> chain) {
        return chain.stream()
                .map(each -> each.getNotBefore().toInstant())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Whether its key is one for ECDSA; otherwise it is one for RSA. */
    public boolean isEcdsa() {
        return certificate().getPublicKey() instanceof ECPublicKey;
    }

    /** How it is called among others: by its first name, or its file. */
    public String title() {
        return names.isEmpty() ? file.toString() : names.getFirst();
    }

    /** Whole days that are left; negative once it has expired. */
    public long daysLeft(Instant now) {
        return Math.floorDiv(
                Duration.between(now, notAfter).toSeconds(), Duration.ofDays(1).toSeconds());
    }

    /** Whether it is time to look why nobody has renewed it: renewal is due at a third of its life, or 30 days before its end. */
    public boolean isExpiring(Instant now) {
        Duration left = Duration.between(now, notAfter);
        Duration quarter = Duration.between(certificate().getNotBefore().toInstant(), notAfter)
                .dividedBy(4);
        return left.compareTo(LATE) < 0 && left.compareTo(quarter) < 0;
    }

    /** What clients will say against its dates; empty when nothing. */
    public String complaint(Instant now) {
        if (now.isAfter(notAfter)) {
            return file + ": the certificate of " + title() + " expired on " + notAfter + "; renew it";
        }
        if (now.isBefore(notBefore)) {
            return file + ": the certificate of " + title() + " is not valid before " + notBefore
                    + "; is the clock of this machine right?";
        }
        return "";
    }

    /** @throws BadCertificateException if clients will say something against its dates */
    public void requireValid(Instant now) throws BadCertificateException {
        String complaint = complaint(now);
        if (!complaint.isEmpty()) {
            throw new BadCertificateException(complaint);
        }
    }

    /** Whether both show the same certificates. */
    public boolean isSame(Identity other) {
        return chain.equals(other.chain);
    }

    /** The key stays out of logs. */
    @Override
    public String toString() {
        return "Identity[" + file + ", " + names + ", until " + notAfter + "]";
    }
}
