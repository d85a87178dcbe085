package dev.baton.lb.proxy.loop;

import java.time.Duration;

/**
 * The one moment by which something must have happened on a connection. Setting it is a field write: a request moves
 * it several times, and a timer task each time would cost more than the request.
 */
public abstract class Deadline {

    /** On the clock of {@link System#nanoTime}; meaningful while in a {@link Deadlines}. */
    long atNanos;

    /** Its place in the {@link Deadlines}, or -1. */
    int slot = -1;

    /** Moves the deadline to {@code timeout} from now. */
    public final void in(Duration timeout) {
        atNanos = System.nanoTime() + timeout.toNanos();
    }

    /** It has passed. Called on the connection's event loop; called again at each tick until moved or removed. */
    protected abstract void expired();
}
