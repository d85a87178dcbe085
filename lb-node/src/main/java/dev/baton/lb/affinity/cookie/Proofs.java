package dev.baton.lb.affinity.cookie;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lb.config.AffinityConfig.TokenForm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What only one who has the key can say of a server: HMAC-SHA-256 (RFC 2104). Without a key, SHA-256 that anybody can. */
final class Proofs {

    private static final String ALGORITHM = "HmacSHA256";

    /** A key serves one purpose: the interconnect's proofs can't be taken for these. */
    private static final byte[] PURPOSE = "baton affinity cookie 1".getBytes(UTF_8);

    private final Optional<byte[]> key;

    Proofs(Optional<byte[]> secret) {
        this.key = secret.map(bytes -> mac(bytes, PURPOSE));
    }

    /** 32 bytes. No name holds a NUL, so that no two servers have the same. */
    byte[] of(TokenForm form, String backend, String server) {
        byte[] what = (form + "\0" + backend + "\0" + server).getBytes(UTF_8);
        return key.map(bytes -> mac(bytes, what)).orElseGet(() -> sha256(what));
    }

    private static byte[] mac(byte[] key, byte[] what) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(what);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + ALGORITHM, e);
        }
    }

    private static byte[] sha256(byte[] what) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(what);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
