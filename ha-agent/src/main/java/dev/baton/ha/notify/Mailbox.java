package dev.baton.ha.notify;

import dev.baton.ha.status.RoleChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The change of role that a group's programs have not been told yet. Changes that come faster than a program ends
 * become one, from the first role to the last: what counts is where the node has come to, and that it is not missed.
 */
final class Mailbox {

    private @Nullable RoleChange waiting;
    private boolean closed;

    synchronized void put(RoleChange change) {
        RoleChange before = waiting;
        waiting = before == null
                ? change
                : new RoleChange(change.group(), before.from(), change.to(), change.term(), change.reason());
        notifyAll();
    }

    /** Waits for a change; empty when the box is closed and nothing waits any more. */
    synchronized Optional<RoleChange> take() throws InterruptedException {
        while (waiting == null && !closed) {
            wait();
        }
        RoleChange change = waiting;
        waiting = null;
        return Optional.ofNullable(change);
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
