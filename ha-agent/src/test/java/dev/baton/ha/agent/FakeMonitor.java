package dev.baton.ha.agent;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.InterfaceMonitor;
import org.jspecify.annotations.Nullable;

/** Reports eth0 as usable at the start and afterwards what the test says. */
final class FakeMonitor implements InterfaceMonitor {

    private @Nullable Listener listener;
    boolean closed;

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        listener.onInterface("lo", true);
        listener.onInterface("eth0", true);
    }

    Listener listener() {
        return requireNonNull(listener, "not started");
    }

    @Override
    public void close() {
        closed = true;
    }
}
