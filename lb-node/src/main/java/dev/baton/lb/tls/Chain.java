package dev.baton.lb.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts the certificates of a file into the order in which clients want them (RFC 8446, section 4.4.2). */
final class Chain {

    private Chain() {}

    /**
     * @param certificates in the order of the file; at least one
     * @param warnings hears of what was mended
     * @return the certificate of the key first, then whoever has issued it, and so on
     * @throws BadCertificateException if none is that of the key, or the next one is not there but others are
     */
    static List<X509Certificate> order(
            Path file, List<X509Certificate> certificates, PrivateKey key, Path keyFile, Consumer<String> warnings)
            throws BadCertificateException {
        X509Certificate first = certificates.stream()
                .filter(each -> PrivateKeys.match(key, each.getPublicKey()))
                .findFirst()
                .orElseThrow(() -> new BadCertificateException(mismatch(file, certificates.getFirst(), keyFile)));
        List<X509Certificate> rest = new ArrayList<>(certificates);
        List<X509Certificate> chain = new ArrayList<>();
        Optional<X509Certificate> next = Optional.of(first);
        while (next.isPresent()) {
            chain.add(next.get());
            rest.remove(next.get());
            next = issuer(next.get(), rest);
        }
        if (!rest.isEmpty()) {
            X509Certificate last = chain.getLast();
            if (!isSelfSigned(last)) {
                throw new BadCertificateException(file + ": the chain is broken: the issuer of \"" + subject(last)
                        + "\" is \""
                        + last.getIssuerX500Principal().getName() + "\", but the next certificate is that of \""
                        + subject(rest.getFirst()) + "\"; use the file that is called fullchain where it was issued");
            }
            warnings.accept(file + ": " + rest.size() + " certificates are no part of the chain and are left out");
        } else if (!chain.equals(certificates)) {
            warnings.accept(file + ": the chain is out of order; it is served in the right order");
        }
        return chain;
    }

    private static String mismatch(Path file, X509Certificate first, Path keyFile) {
        return file + ": the key " + (keyFile.equals(file) ? "in it" : "in " + keyFile)
                + " is not that of the certificate of \"" + subject(first)
                + "\"; use the two files that were issued together";
    }

    private static Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> among) {
        return among.stream()
                .filter(each -> each.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
                .filter(each -> isSigned(of, each))
                .findFirst();
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate by) {
        try {
            certificate.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
