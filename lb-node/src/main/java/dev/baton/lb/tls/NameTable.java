package dev.baton.lb.tls;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is served under a name: the one with that very name, then the one with a wildcard for it (which stands for one
 * label, RFC 9525, section 6.3), then the first of all. For one name there may be one with ECDSA and one with RSA.
 * Immutable.
 *
 * @param <T> what is served
 */
public final class NameTable<T> {

    private final Map<String, Choice<T>> exact = new HashMap<>();

    /** By the name without the asterisk. */
    private final Map<String, Choice<T>> wildcards = new HashMap<>();

    private @Nullable Choice<T> otherwise;

    /** @param what makes of each what is served */
    public NameTable(List<Identity> identities, Function<Identity, T> what) {
        for (Identity identity : identities) {
            T served = what.apply(identity);
            Choice<T> choice = identity.isEcdsa() ? new Choice<>(served, null) : new Choice<>(null, served);
            for (String name : identity.names()) {
                if (name.startsWith("*.")) {
                    wildcards.merge(name.substring(1), choice, Choice::with);
                } else {
                    exact.merge(name, choice, Choice::with);
                }
            }
            Choice<T> first = otherwise;
            boolean likeFirst = !identity.names().isEmpty()
                    && identity.names().equals(identities.getFirst().names());
            otherwise = first == null ? choice : likeFirst ? first.with(choice) : first;
        }
    }

    /**
     * @param name in lower case; empty when the client asks for none
     * @param ecdsa whether the client takes a certificate with an ECDSA key
     * @param strict whether nothing is better than the first of all
     * @return null when nothing fits
     */
    public @Nullable T find(String name, boolean ecdsa, boolean strict) {
        Choice<T> found = exact.get(name);
        int dot = name.indexOf('.');
        if (found == null && dot > 0) {
            found = wildcards.get(name.substring(dot));
        }
        if (found == null && !strict) {
            found = otherwise;
        }
        return found == null ? null : found.fitting(ecdsa);
    }

    /** One of each kind at most, one of any at least. */
    private record Choice<T>(@Nullable T ecdsa, @Nullable T rsa) {

        /** The earlier one of a kind stays. */
        Choice<T> with(Choice<T> later) {
            return new Choice<>(ecdsa == null ? later.ecdsa : ecdsa, rsa == null ? later.rsa : rsa);
        }

        /** ECDSA where it can be: its signatures cost a tenth of those of RSA. A client that takes neither hears so from TLS. */
        @Nullable T fitting(boolean takesEcdsa) {
            T first = takesEcdsa ? ecdsa : rsa;
            return first == null ? (takesEcdsa ? rsa : ecdsa) : first;
        }
    }
}
