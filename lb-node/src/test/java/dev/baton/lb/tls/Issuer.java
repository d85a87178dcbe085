package dev.baton.lb.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority that issues whatever a test asks for (RFC 5280, section 4.1). */
public final class Issuer {

    private static final AtomicLong SERIAL = new AtomicLong(1000);
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** An uncompressed point of P-256, at the end of its public key. */
    private static final int EC_POINT = 65;

    private static final byte[] SHA1 = {6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0};
    private static final byte[] OCSP_BASIC = {6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1};
    private static final byte[] VERSION_3 = {(byte) 0xa0, 3, 2, 1, 2};
    private static final byte[] COMMON_NAME = {6, 3, 0x55, 4, 3};
    private static final byte[] ALTERNATIVES = {6, 3, 0x55, 0x1d, 0x11};
    private static final byte[] CONSTRAINTS = {6, 3, 0x55, 0x1d, 0x13};
    private static final byte[] SHA256_RSA = {
        6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 0x0b, 5, 0
    };
    private static final byte[] SHA256_ECDSA = {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2};

    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private Issuer(String name, KeyPair keys, X509Certificate certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    /**
     * What was issued.
     *
     * @param certificate the certificate
     * @param key its key
     */
    public record Issued(X509Certificate certificate, PrivateKey key) {

        public String pem() {
            return Issuer.pem(certificate);
        }

        public String keyPem() {
            return Issuer.pem("PRIVATE KEY", key.getEncoded());
        }
    }

    /** One that vouches for itself. */
    public static Issuer root(String name) {
        return root(name, "EC");
    }

    /** @param algorithm {@code EC} or {@code RSA} */
    public static Issuer root(String name, String algorithm) {
        KeyPair keys = keys(algorithm);
        Instant now = Instant.now();
        return new Issuer(
                name, keys, issue(name, keys, name, keys, true, List.of(), now.minusSeconds(60), days(now, 100)));
    }

    /** One that this one vouches for. */
    public Issuer intermediate(String subject) {
        KeyPair own = keys("EC");
        Instant now = Instant.now();
        return new Issuer(
                subject, own, issue(name, keys, subject, own, true, List.of(), now.minusSeconds(60), days(now, 50)));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String pem() {
        return pem(certificate);
    }

    /** @param algorithm {@code EC} or {@code RSA} */
    public Issued issue(String algorithm, String... names) {
        Instant now = Instant.now();
        return issue(algorithm, now.minusSeconds(60), days(now, 30), names);
    }

    public Issued issue(String algorithm, Instant notBefore, Instant notAfter, String... names) {
        KeyPair own = keys(algorithm);
        String subject = names.length == 0 ? "nameless" : names[0];
        return new Issued(
                issue(name, keys, subject, own, false, List.of(names), notBefore, notAfter), own.getPrivate());
    }

    /**
     * What this one says of a certificate when it is asked by OCSP (RFC 6960, section 4.2.1); its own key must be for EC.
     *
     * @param nextUpdate until when that is to be believed
     */
    public byte[] ocsp(Issued of, boolean revoked, Instant thisUpdate, Instant nextUpdate) {
        byte[] algorithm = der(0x30, SHA256_ECDSA);
        byte[] spki = keys.getPublic().getEncoded();
        byte[] certId = der(
                0x30,
                der(0x30, SHA1),
                der(4, sha1(name(name))),
                der(4, sha1(Arrays.copyOfRange(spki, spki.length - EC_POINT, spki.length))),
                der(2, of.certificate().getSerialNumber().toByteArray()));
        byte[] status = revoked ? der(0xa1, generalized(thisUpdate)) : new byte[] {(byte) 0x80, 0};
        byte[] body = der(
                0x30,
                der(0xa1, name(name)),
                generalized(thisUpdate),
                der(0x30, der(0x30, certId, status, generalized(thisUpdate), der(0xa0, generalized(nextUpdate)))));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] basic = der(0x30, body, algorithm, der(3, new byte[1], signature.sign()));
            return der(0x30, new byte[] {10, 1, 0}, der(0xa0, der(0x30, OCSP_BASIC, der(4, basic))));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] generalized(Instant instant) {
        return der(0x18, GENERALIZED_TIME.format(instant).getBytes(US_ASCII));
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static Instant days(Instant now, int days) {
        return now.plus(days, ChronoUnit.DAYS).plusSeconds(60);
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate issue(
            String issuer,
            KeyPair by,
            String subject,
            KeyPair of,
            boolean authority,
            List<String> names,
            Instant notBefore,
            Instant notAfter) {
        boolean ec = by.getPublic().getAlgorithm().equals("EC");
        byte[] algorithm = der(0x30, ec ? SHA256_ECDSA : SHA256_RSA);
        byte[] body = der(
                0x30,
                VERSION_3,
                der(2, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()),
                algorithm,
                name(issuer),
                der(0x30, time(notBefore), time(notAfter)),
                name(subject),
                of.getPublic().getEncoded(),
                der(0xa3, der(0x30, extensions(authority, names))));
        try {
            Signature signature = Signature.getInstance(ec ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(by.getPrivate());
            signature.update(body);
            byte[] whole = der(0x30, body, algorithm, der(3, new byte[1], signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] extensions(boolean authority, List<String> names) {
        byte[] constraints = authority
                ? der(0x30, CONSTRAINTS, der(4, der(0x30, new byte[] {1, 1, (byte) 0xff})))
                : der(0x30, CONSTRAINTS, der(4, der(0x30)));
        if (names.isEmpty()) {
            return constraints;
        }
        byte[][] each = names.stream().map(Issuer::alternative).toArray(byte[][]::new);
        return join(constraints, der(0x30, ALTERNATIVES, der(4, der(0x30, each))));
    }

    private static byte[] alternative(String name) {
        if (!name.matches("[0-9.]+")) {
            return der(0x82, name.getBytes(US_ASCII));
        }
        try {
            return der(0x87, InetAddress.getByName(name).getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("a literal", e);
        }
    }

    private static byte[] name(String commonName) {
        return der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, commonName.getBytes(US_ASCII)))));
    }

    private static byte[] time(Instant instant) {
        return der(0x17, UTC_TIME.format(instant).getBytes(US_ASCII));
    }

    static byte[] der(int tag, byte[]... parts) {
        byte[] content = join(parts);
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return join(head, content);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** For a client that believes this one alone. */
    public SSLContext believer() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("root", certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
