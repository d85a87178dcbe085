package dev.baton.lb.config;

import dev.baton.lb.config.AffinityConfig.Kind;
import dev.baton.lb.config.AffinityConfig.Sni;
import dev.baton.lb.config.FrontendConfig.Mode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether frontends can use the backends that they name. */
final class BackendUse {

    private final Set<String> names;
    private final List<BackendConfig> good;

    /**
     * @param names of all backends, good or bad
     * @param good the good ones
     */
    BackendUse(Set<String> names, List<BackendConfig> good) {
        this.names = names;
        this.good = good;
    }

    /** Notes what is wrong with the {@code backend} of a frontend, or of one of its rules. */
    void check(MappingReader in, String backend, Mode mode) {
        if (!names.contains(backend)) {
            in.problem("backend", "there is no backend \"" + backend + "\"" + NearestWord.hint(backend, names));
        }
        good.stream().filter(each -> each.name().equals(backend)).findFirst().ifPresent(found -> {
            if (mode == Mode.TCP) {
                requireNoHttp(in, found);
                requireNoHttp2(in, found);
            }
            requireAffinity(in, found, mode);
        });
    }

    /** A policy that finds nothing to go by would silently be another one. */
    private static void requireNoHttp(MappingReader in, BackendConfig backend) {
        if (backend.balance() instanceof Balance.ByHash hash && !hash.on().isOfConnection()) {
            in.problem(
                    "backend",
                    "backend \"" + backend.name()
                            + "\" hashes a part of HTTP requests, which mode: tcp doesn't read; use mode: http,"
                            + " or balance: source");
        }
    }

    private static void requireNoHttp2(MappingReader in, BackendConfig backend) {
        if (backend.protocol() == ServerProtocol.H2) {
            in.problem(
                    "backend",
                    "backend \"" + backend.name()
                            + "\" has protocol: h2, which mode: tcp doesn't speak; use mode: http");
        }
    }

    /** A kind of affinity that finds nothing to go by would silently be none. */
    private static void requireAffinity(MappingReader in, BackendConfig backend, Mode mode) {
        Optional<Kind> kind = backend.affinity().map(AffinityConfig::kind);
        if (mode == Mode.TCP && kind.filter(Kind::needsHttp).isPresent()) {
            in.problem(
                    "backend",
                    "backend \"" + backend.name() + "\" has affinity of type "
                            + kind.get().word()
                            + ", which mode: tcp doesn't read; use mode: http, or affinity of type source or sni");
        }
        if (mode == Mode.HTTP && kind.filter(Sni.class::isInstance).isPresent()) {
            in.problem(
                    "backend",
                    "backend \"" + backend.name()
                            + "\" has affinity of type sni, which only mode: tcp can see; use affinity of another type");
        }
    }
}
