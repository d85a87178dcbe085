package dev.baton.lb.proxy.tcp;

import dev.baton.lb.config.AffinityConfig;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.config.SniConfig;
import dev.baton.lb.pool.Affinity;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Homes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the connections of a TCP frontend go, by the name that their TLS clients ask for. Immutable. The first rule
 * that fits decides; finding it takes as many steps as the name has parts, however many rules there are.
 */
public final class TcpRoutes {

    private final Backend otherwise;
    private final boolean closes;

    /** Whether a backend knows its clients by the name. */
    private final boolean byName;

    private final List<Backend> targets;

    /** By name, or by the end of a name that begins with a dot: the number of the first rule that has it. */
    private final Map<String, Integer> rules = new HashMap<>();

    private TcpRoutes(FrontendConfig frontend, Function<String, Backend> backends) {
        SniConfig sni = frontend.sni();
        this.otherwise = backends.apply(frontend.backend());
        this.closes = sni.without() == SniConfig.Without.CLOSE;
        this.targets =
                sni.rules().stream().map(rule -> backends.apply(rule.backend())).toList();
        this.byName = Stream.concat(Stream.of(otherwise), targets.stream())
                .anyMatch(each -> each.affinity() instanceof Affinity.Kept(AffinityConfig.Sni _, Homes _));
        for (int i = 0; i < sni.rules().size(); i++) {
            for (String name : sni.rules().get(i).names()) {
                rules.putIfAbsent(name.startsWith("*.") ? name.substring(1) : name, i);
            }
        }
    }

    /** @param backends finds a backend by name */
    public static TcpRoutes of(FrontendConfig frontend, Function<String, Backend> backends) {
        return new TcpRoutes(frontend, backends);
    }

    /** Whether the name that a client asks for matters. */
    public boolean readNames() {
        return !rules.isEmpty() || closes || byName;
    }

    /** Where everything goes that no rule fits. */
    public Backend otherwise() {
        return otherwise;
    }

    /** Where those go that ask for no name; null when they are sent away. */
    @Nullable Backend withoutName() {
        return closes ? null : otherwise;
    }

    /** @param name what a client whose TLS ends here has asked for; empty for none */
    public Backend with(String name) {
        return name.isEmpty() ? otherwise : of(name);
    }

    /** @param name in lower case */
    Backend of(String name) {
        int first = rules.getOrDefault(name, targets.size());
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            first = Math.min(first, rules.getOrDefault(name.substring(dot), targets.size()));
        }
        return first < targets.size() ? targets.get(first) : otherwise;
    }
}
