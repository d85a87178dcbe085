package dev.baton.lb.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an authority says of the standing of a certificate (OCSP, RFC 6960), to be shown with it in handshakes (RFC 6066,
 * section 8; RFC 8446, section 4.4.2.1). It lies in a file beside that of the certificate, in DER, where a timer puts it.
 */
public final class Staple {

    /** As HAProxy calls it. */
    private static final String ENDING = ".ocsp";

    /** What clients get with each full handshake; real ones have some two thousand bytes. */
    private static final int MOST_BYTES = 1 << 15;

    private Staple() {}

    /** Where it lies, if it is there. */
    static Path beside(Path certificate) {
        return certificate.resolveSibling(certificate.getFileName() + ENDING);
    }

    /**
     * Reads what lies beside a certificate and looks whether clients will believe it.
     *
     * @return the response as clients get it; empty where there is no file
     * @throws BadCertificateException if clients would not: it says revoked, is too old, of another certificate or not
     *     signed by its issuer
     */
    public static Optional<byte[]> of(Identity identity, Instant now) throws BadCertificateException {
        Path file = beside(identity.file());
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] response = bytes(file);
        if (identity.chain().size() < 2) {
            throw new BadCertificateException(
                    file + ": cannot be checked without the certificate of the issuer; put it into " + identity.file()
                            + " behind the other one");
        }
        require(file, identity.chain(), response, now);
        return Optional.of(response);
    }

    private static byte[] bytes(Path file) throws BadCertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new BadCertificateException(
                        file + ": is longer than " + MOST_BYTES + " bytes; is it an OCSP response?");
            }
            return bytes;
        } catch (IOException e) {
            throw new BadCertificateException(file + ": cannot be read: " + e, e);
        }
    }

    /** The JDK checks signature, dates and status, and asks nobody. */
    private static void require(Path file, List<X509Certificate> chain, byte[] response, Instant now)
            throws BadCertificateException {
        X509Certificate subject = chain.getFirst();
        try {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            checker.setOptions(EnumSet.of(Option.ONLY_END_ENTITY, Option.NO_FALLBACK));
            checker.setOcspResponses(Map.of(subject, response));
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(chain.get(1), null)));
            parameters.addCertPathChecker(checker);
            parameters.setDate(Date.from(now));
            validator.validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(subject)), parameters);
        } catch (CertPathValidatorException e) {
            throw new BadCertificateException(file + ": " + complaint(e) + "; clients are shown none", e);
        } catch (GeneralSecurityException e) {
            throw new BadCertificateException(file + ": cannot be checked: " + e.getMessage(), e);
        }
    }

    private static String complaint(CertPathValidatorException e) {
        if (e.getReason() == BasicReason.REVOKED) {
            return "says that the certificate is revoked; get another one";
        }
        return "is no answer that clients believe: " + e.getMessage();
    }
}
