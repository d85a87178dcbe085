package dev.baton.lb.affinity.cookie;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lb.balance.Xxh64;
import dev.baton.lb.config.AffinityConfig.TokenForm;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A word for each server of a backend that clients carry and bring back. The front of it says which server is meant, the
 * end of it proves that it was given out by one who has the key. Every node makes the same words. Immutable; a look-up
 * makes no garbage.
 */
public final class ServerTokens {

    /** No server's. */
    public static final int NOBODY = -1;

    /** Characters of proof: 96 bits, above the 80 that RFC 2104, section 5, wants left of a truncated MAC. */
    private static final int PROOF_LENGTH = 16;

    private static final int PROOF_BYTES = 12;

    /** A hashed server is told from the others by 48 bits. */
    private static final int HASHED_BYTES = 6 + PROOF_BYTES;

    private final byte[][] tokens;

    /** Open addressing by the fronts: a server's index and one, or 0. Half of it at least is empty. */
    private final int[] slots;

    private ServerTokens(byte[][] tokens) {
        this.tokens = tokens;
        this.slots = new int[Integer.highestOneBit(Math.max(1, tokens.length)) * 4];
        for (int server = 0; server < tokens.length; server++) {
            int slot = slot(tokens[server], 0, tokens[server].length);
            while (slots[slot] != 0) {
                slot = next(slot);
            }
            slots[slot] = server + 1;
        }
    }

    /**
     * @param servers the names of the servers; what is found later is an index in here
     * @param secret the cluster's key; without one, who knows the names can make the words as well
     * @throws IllegalArgumentException if they are to be signed without a key
     */
    public static ServerTokens of(TokenForm form, String backend, List<String> servers, Optional<byte[]> secret) {
        if (form == TokenForm.SIGNED && secret.isEmpty()) {
            throw new IllegalArgumentException("no key to sign with");
        }
        Proofs proofs = new Proofs(secret);
        return new ServerTokens(servers.stream()
                .map(server -> token(form, server, proofs.of(form, backend, server)))
                .toArray(byte[][]::new));
    }

    private static byte[] token(TokenForm form, String server, byte[] proof) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return switch (form) {
            case HASHED -> encoder.encode(Arrays.copyOf(proof, HASHED_BYTES));
            case SIGNED -> (server + "." + encoder.encodeToString(Arrays.copyOf(proof, PROOF_BYTES))).getBytes(UTF_8);
        };
    }

    /** A server's word, in characters that any cookie may hold. */
    public String of(int server) {
        return new String(tokens[server], ISO_8859_1);
    }

    /**
     * Whose word this is. How long that takes says nothing of how much of a proof was right.
     *
     * @return {@link #NOBODY} for what was never given out for this backend with this key
     */
    public int find(byte[] bytes, int start, int end) {
        if (end - start <= PROOF_LENGTH) {
            return NOBODY;
        }
        for (int slot = slot(bytes, start, end); slots[slot] != 0; slot = next(slot)) {
            if (isSame(tokens[slots[slot] - 1], bytes, start, end)) {
                return slots[slot] - 1;
            }
        }
        return NOBODY;
    }

    private static boolean isSame(byte[] token, byte[] bytes, int start, int end) {
        if (token.length != end - start) {
            return false;
        }
        int difference = 0;
        for (int i = 0; i < token.length; i++) {
            difference |= token[i] ^ bytes[start + i];
        }
        return difference == 0;
    }

    private int slot(byte[] bytes, int start, int end) {
        return (int) Xxh64.of(bytes, start, end - PROOF_LENGTH) & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }
}
