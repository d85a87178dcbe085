package dev.baton.ha.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and authenticates whole messages with AES-256-GCM (NIST SP 800-38D).
 *
 * <p>Each sender draws a salt at its start and derives a key of its own from the secret (HKDF, RFC 5869), so that a
 * plain counter makes every nonce unique. On the wire: salt, counter (8 bytes), ciphertext, tag (16 bytes).
 */
public final class MessageSeal {

    private static final int SALT_BYTES = 16;
    private static final int HEADER_BYTES = SALT_BYTES + Long.BYTES;
    private static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int MAX_PEER_KEYS = 64;

    private final byte[] secret;
    private final byte[] clusterName;
    private final byte[] salt = new byte[SALT_BYTES];
    private final SecretKey key;
    private final AtomicLong counter = new AtomicLong();
    private final SequencedMap<ByteBuffer, SecretKey> peerKeys = new LinkedHashMap<>();

    public MessageSeal(String clusterName, byte[] secret) {
        this.clusterName = clusterName.getBytes(UTF_8);
        this.secret = secret.clone();
        new SecureRandom().nextBytes(salt);
        key = deriveKey(salt);
    }

    public byte[] seal(byte[] plain, int offset, int length) {
        byte[] sealed = new byte[HEADER_BYTES + length + TAG_BYTES];
        ByteBuffer.wrap(sealed).put(salt).putLong(counter.incrementAndGet());
        try {
            cipher(Cipher.ENCRYPT_MODE, key, sealed, 0).doFinal(plain, offset, length, sealed, HEADER_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM cannot encrypt", e);
        }
        return sealed;
    }

    /** @throws MessageFormatException if the bytes were not sealed with the cluster's secret */
    public byte[] open(byte[] sealed, int offset, int length) throws MessageFormatException {
        if (length < HEADER_BYTES + TAG_BYTES) {
            throw new MessageFormatException("%d bytes are too few to be sealed".formatted(length));
        }
        ByteBuffer peerSalt = ByteBuffer.allocate(SALT_BYTES)
                .put(sealed, offset, SALT_BYTES)
                .flip()
                .asReadOnlyBuffer();
        SecretKey known = knownKey(peerSalt);
        SecretKey peerKey = known != null ? known : deriveKey(saltOf(sealed, offset));
        byte[] plain;
        try {
            plain = cipher(Cipher.DECRYPT_MODE, peerKey, sealed, offset)
                    .doFinal(sealed, offset + HEADER_BYTES, length - HEADER_BYTES);
        } catch (GeneralSecurityException _) {
            throw new MessageFormatException("not sealed with this cluster's secret");
        }
        if (known == null) {
            // Only now: a forger must not be able to push the peers' keys out.
            remember(peerSalt, peerKey);
        }
        return plain;
    }

    private synchronized @Nullable SecretKey knownKey(ByteBuffer peerSalt) {
        return peerKeys.get(peerSalt);
    }

    private synchronized void remember(ByteBuffer peerSalt, SecretKey peerKey) {
        if (peerKeys.size() >= MAX_PEER_KEYS) {
            peerKeys.pollFirstEntry();
        }
        peerKeys.put(peerSalt, peerKey);
    }

    private Cipher cipher(int mode, SecretKey with, byte[] sealed, int offset) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(sealed, offset + SALT_BYTES, nonce, NONCE_BYTES - Long.BYTES, Long.BYTES);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, with, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(clusterName);
        return cipher;
    }

    private SecretKey deriveKey(byte[] fromSalt) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(secret)
                                    .addSalt(fromSalt)
                                    .thenExpand("baton encryption 1".getBytes(UTF_8), 32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA256 cannot derive a key", e);
        }
    }

    private static byte[] saltOf(byte[] sealed, int offset) {
        byte[] salt = new byte[SALT_BYTES];
        System.arraycopy(sealed, offset, salt, 0, SALT_BYTES);
        return salt;
    }
}
