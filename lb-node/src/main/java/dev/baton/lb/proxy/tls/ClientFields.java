package dev.baton.lb.proxy.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lb.config.TlsConfig.CertificateHeader;
import dev.baton.lb.config.TlsConfig.Part;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what servers are told of a client's certificate. A client chooses much of what is in it. */
final class ClientFields {

    private static final byte[] NOTHING = {};
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final List<CertificateHeader> headers;

    ClientFields(List<CertificateHeader> headers) {
        this.headers = headers;
    }

    /** Whole lines of a request's head; none without a certificate. */
    byte[] of(@Nullable X509Certificate certificate) {
        if (certificate == null || headers.isEmpty()) {
            return NOTHING;
        }
        StringBuilder lines = new StringBuilder();
        for (CertificateHeader header : headers) {
            lines.append(header.name())
                    .append(": ")
                    .append(visible(part(certificate, header.part())))
                    .append("\r\n");
        }
        return lines.toString().getBytes(US_ASCII);
    }

    private static String part(X509Certificate certificate, Part part) {
        return switch (part) {
            case SUBJECT -> certificate.getSubjectX500Principal().getName();
            case ISSUER -> certificate.getIssuerX500Principal().getName();
            case SERIAL -> HEX.formatHex(certificate.getSerialNumber().toByteArray());
            case FINGERPRINT -> HEX.formatHex(sha256(certificate));
            case NOT_AFTER -> certificate.getNotAfter().toInstant().toString();
        };
    }

    /** What no field's value can have is written as RFC 4514, section 2.4, writes any byte. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (byte each : text.getBytes(UTF_8)) {
            if (each >= ' ' && each < 0x7f) {
                visible.append((char) each);
            } else {
                visible.append('\\').append(HEX.toHexDigits(each));
            }
        }
        return visible.toString().strip();
    }

    private static byte[] sha256(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
