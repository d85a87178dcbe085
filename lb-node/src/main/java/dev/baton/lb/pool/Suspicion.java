package dev.baton.lb.pool;

import dev.baton.lb.health.Ejections;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What live traffic says against servers. Off, it costs a request one comparison. */
final class Suspicion {

    private final int errors;
    private final Ejections ejections;
    private volatile BiConsumer<Server, Duration> listener = (_, _) -> {};

    /** @param policy empty for never leaving out anybody */
    Suspicion(Optional<Ejections.Policy> policy, int servers) {
        Ejections.Policy kept = policy.orElse(new Ejections.Policy(0, Duration.ZERO, Duration.ZERO, 0));
        this.errors = kept.errors();
        this.ejections = new Ejections(kept, servers);
    }

    boolean isOn() {
        return errors > 0;
    }

    void listen(BiConsumer<Server, Duration> hears) {
        listener = hears;
    }

    void tell(Server server, Duration span) {
        listener.accept(server, span);
    }

    /** Counts an error. */
    boolean isTooMuch(Server server) {
        return isOn() && server.failed() >= errors;
    }

    /**
     * Guarded by the backend.
     *
     * @param usable servers that may be chosen, this one included
     * @return for how long it is out; zero when it must stay in
     */
    Duration eject(Server server, int usable, long nowNanos) {
        server.succeeded();
        return ejections.offend(server.index(), usable, nowNanos).orElse(Duration.ZERO);
    }

    /** Guarded by the backend. */
    void readmit(Server server, long nowNanos) {
        ejections.readmit(server.index(), nowNanos);
    }
}
