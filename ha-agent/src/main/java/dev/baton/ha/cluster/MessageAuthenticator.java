package dev.baton.ha.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that bytes come from a node that knows the cluster's secret: HMAC-SHA-256 (RFC 2104), cut to 16 bytes, over
 * the cluster's name and the bytes.
 *
 * <p>Without a secret the key is public. The tag then only keeps out accidents: noise, and nodes of another cluster.
 */
public final class MessageAuthenticator {

    /** Length of a tag. */
    public static final int TAG_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] NO_SECRET = "baton: no secret".getBytes(UTF_8);

    private final SecretKeySpec key;
    private final byte[] clusterName;

    public MessageAuthenticator(String clusterName, Optional<byte[]> secret) {
        this.clusterName = clusterName.getBytes(UTF_8);
        // One key a purpose: what authenticates is never what encrypts (HKDF's extract step, RFC 5869 section 2.2).
        key = new SecretKeySpec(
                hmac(new SecretKeySpec("baton authentication 1".getBytes(UTF_8), ALGORITHM), secret.orElse(NO_SECRET)),
                ALGORITHM);
    }

    /** The tag of these parts in this order; where one ends and the next begins is part of what is proven. */
    public byte[] tag(byte[]... parts) {
        Mac mac = mac(key);
        update(mac, clusterName);
        for (byte[] part : parts) {
            update(mac, part);
        }
        return Arrays.copyOf(mac.doFinal(), TAG_BYTES);
    }

    /** Compares in a time that does not depend on where the tags differ. */
    public boolean verify(byte[] tag, byte[]... parts) {
        return MessageDigest.isEqual(tag, tag(parts));
    }

    /** The payload with its tag behind it. */
    public byte[] sign(byte[] payload) {
        byte[] signed = Arrays.copyOf(payload, payload.length + TAG_BYTES);
        System.arraycopy(tag(payload), 0, signed, payload.length, TAG_BYTES);
        return signed;
    }

    /**
     * The payload that was signed.
     *
     * @throws MessageFormatException if the tag is not the cluster's
     */
    public byte[] open(byte[] signed) throws MessageFormatException {
        if (signed.length < TAG_BYTES) {
            throw new MessageFormatException("%d bytes are too few for a tag".formatted(signed.length));
        }
        byte[] payload = Arrays.copyOf(signed, signed.length - TAG_BYTES);
        if (!verify(Arrays.copyOfRange(signed, payload.length, signed.length), payload)) {
            throw new MessageFormatException("the tag is wrong: another secret, another cluster, or a forgery");
        }
        return payload;
    }

    private static void update(Mac mac, byte[] part) {
        mac.update((byte) (part.length >>> 24));
        mac.update((byte) (part.length >>> 16));
        mac.update((byte) (part.length >>> 8));
        mac.update((byte) part.length);
        mac.update(part);
    }

    private static byte[] hmac(SecretKeySpec key, byte[] data) {
        return mac(key).doFinal(data);
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must have " + ALGORITHM, e);
        }
    }
}
