package dev.baton.lb.proxy.hello;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whether a client takes a certificate with an ECDSA key. P-256 is the curve that certificates have.
 *
 * @param always whether it does in any case: what TLS 1.3 agrees on does not depend on it
 * @param suites those of TLS 1.2 with which it does, by their IANA names
 */
public record Ecdsa(boolean always, Set<String> suites) {

    static final Ecdsa NEVER = new Ecdsa(false, Set.of());
    static final Ecdsa ALWAYS = new Ecdsa(true, Set.of());

    /** RFC 8422, RFC 5289, RFC 7905: those that can be configured. */
    private static final Map<Integer, String> SUITES = Map.of(
            0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

    public Ecdsa {
        suites = Set.copyOf(suites);
    }

    /** @param offered all suites of a client of TLS 1.2 */
    static Ecdsa with(Octets offered) {
        Set<String> suites = new HashSet<>();
        while (offered.remaining() > 1) {
            String suite = SUITES.get(offered.number(2));
            if (suite != null) {
                suites.add(suite);
            }
        }
        return new Ecdsa(false, suites);
    }

    /** @param served the suites of TLS 1.2 that are spoken here */
    public boolean isTaken(Collection<String> served) {
        return always || !Collections.disjoint(suites, served);
    }
}
