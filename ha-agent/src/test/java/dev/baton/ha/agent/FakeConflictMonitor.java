package dev.baton.ha.agent;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.ConflictMonitor;
import org.jspecify.annotations.Nullable;

/** Hears what the test says. */
final class FakeConflictMonitor implements ConflictMonitor {

    private @Nullable Listener listener;
    boolean closed;

    @Override
    public void start(Listener listener) {
        this.listener = listener;
    }

    Listener listener() {
        return requireNonNull(listener, "not started");
    }

    @Override
    public long conflicts() {
        return 0;
    }

    @Override
    public void close() {
        closed = true;
    }
}
