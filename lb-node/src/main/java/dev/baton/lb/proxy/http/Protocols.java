package dev.baton.lb.proxy.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The protocols that a message names in its Upgrade fields (RFC 9110, section 7.8), with their versions.
 *
 * @param names in lower case
 */
record Protocols(List<String> names) {

    static final Protocols NONE = new Protocols(List.of());

    static Protocols of(Head head) {
        List<String> names = new ArrayList<>(1);
        for (int i = 0; i < head.fields; i++) {
            if (head.kinds[i] == Field.UPGRADE) {
                for (String each : Ascii.text(head.bytes, head.valueStart[i], head.valueEnd[i])
                        .split(",", -1)) {
                    if (!each.isBlank()) {
                        names.add(each.strip().toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        return new Protocols(names);
    }

    boolean areNone() {
        return names.isEmpty();
    }

    boolean contain(Protocols others) {
        return names.containsAll(others.names);
    }
}
