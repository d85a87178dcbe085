package dev.baton.lb.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;

/** Private keys as people have them: PKCS #8, and the older forms that openssl writes for RSA and for curves. */
final class PrivateKeys {

    private PrivateKeys() {}

    static PrivateKey read(Path file, PemBlock block) throws BadCertificateException {
        if (block.headers() || block.label().equals("ENCRYPTED PRIVATE KEY")) {
            throw new BadCertificateException(file
                    + ": the key is encrypted, and nobody is there to type its password when a node starts; write it"
                    + " without: openssl pkey -in " + file + " -out KEY && chmod 600 KEY");
        }
        return switch (block.label()) {
            case "PRIVATE KEY" -> pkcs8(file, block.data());
            case "RSA PRIVATE KEY" -> decode(file, "RSA", Der.pkcs8OfRsa(block.data()));
            case "EC PRIVATE KEY" -> decode(file, "EC", Der.pkcs8OfEc(block.data(), Der.curveOf(block.data())));
            default ->
                throw new BadCertificateException(file + ": a key of the kind \"" + block.label()
                        + "\", which TLS does not use; use an RSA or an ECDSA key");
        };
    }

    private static PrivateKey pkcs8(Path file, byte[] der) throws BadCertificateException {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException _) {
            return decode(file, "EC", der);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has RSA", e);
        }
    }

    private static PrivateKey decode(Path file, String algorithm, byte[] pkcs8) throws BadCertificateException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new BadCertificateException(
                    file + ": the key is neither an RSA nor an ECDSA key that can be read (" + e.getMessage()
                            + "); openssl pkey -in " + file + " -noout -check tells more",
                    e);
        }
    }

    /** Whether the two belong together. */
    static boolean match(PrivateKey key, PublicKey of) {
        if (key instanceof RSAPrivateKey rsa) {
            return of instanceof RSAPublicKey other && rsa.getModulus().equals(other.getModulus());
        }
        return of instanceof ECPublicKey && verifies(key, of);
    }

    private static boolean verifies(PrivateKey key, PublicKey of) {
        byte[] anything = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(key);
            signing.update(anything);
            byte[] signature = signing.sign();
            signing.initVerify(of);
            signing.update(anything);
            return signing.verify(signature);
        } catch (GeneralSecurityException _) {
            return false; // Of another curve.
        }
    }
}
