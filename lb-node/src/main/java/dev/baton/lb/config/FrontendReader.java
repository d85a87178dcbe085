package dev.baton.lb.config;

import dev.baton.lb.config.FrontendConfig.Mode;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the elements of {@code frontends}. */
final class FrontendReader {

    private final Set<String> backends;
    private final Listeners listeners;

    /** @param backends the names of all backends, good or bad */
    FrontendReader(Set<String> backends, Listeners listeners) {
        this.backends = backends;
        this.listeners = listeners;
    }

    @Nullable FrontendConfig read(MappingReader in) {
        String name = in.required("name", Scalars::name);
        InetSocketAddress bind = in.required("bind", Scalars.of(Addresses::listen));
        Mode mode = in.optional("mode", Scalars.word(Mode.class), Mode.HTTP);
        String backend = in.required("backend", Scalars::name);
        if (bind != null) {
            listeners.claim(bind, in.where()).ifPresent(taken -> in.problem("bind", "bind " + taken));
        }
        if (backend != null && !backends.contains(backend)) {
            in.problem("backend", "there is no backend \"" + backend + "\"" + NearestWord.hint(backend, backends));
        }
        return name == null || bind == null || backend == null ? null : new FrontendConfig(name, bind, mode, backend);
    }
}
