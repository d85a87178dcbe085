package dev.baton.lb.pool;

import dev.baton.lb.health.Ejections;
import java.time.Duration;
import java.util.Optional;

/** What live traffic says against servers. Off, it costs a request one comparison. */
final class Suspicion {

    private final int errors;
    private final Ejections ejections;
    private volatile EjectionListener listener = (_, _, _) -> {};

    /** @param policy empty for never leaving out anybody */
    Suspicion(Optional<Ejections.Policy> policy, int servers) {
        Ejections.Policy kept = policy.orElse(new Ejections.Policy(0, Duration.ZERO, Duration.ZERO, 0));
        this.errors = kept.errors();
        this.ejections = new Ejections(kept, servers);
    }

    boolean isOn() {
        return errors > 0;
    }

    void listen(EjectionListener hears) {
        listener = hears;
    }

    void tell(Server server, Duration span, boolean here) {
        listener.ejected(server, span, here);
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

    /** Leaves it out because another node does. Guarded by the backend. */
    void follow(Server server, Duration span, long nowNanos) {
        ejections.follow(server.index(), span, nowNanos);
    }

    /** For how long it is still out; zero when it is in. Guarded by the backend. */
    Duration remaining(Server server, long nowNanos) {
        return ejections.remaining(server.index(), nowNanos);
    }

    /** Guarded by the backend. */
    void readmit(Server server, long nowNanos) {
        ejections.readmit(server.index(), nowNanos);
    }
}
