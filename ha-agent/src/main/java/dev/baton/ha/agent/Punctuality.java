package dev.baton.ha.agent;

import dev.baton.ha.status.LoopStatus;
import java.time.Duration;

/** How late the election thread is; written by that thread, read by any. */
final class Punctuality {

    private volatile LoopStatus status = new LoopStatus(0, Duration.ZERO, Duration.ZERO);

    /** @param nanos how long after a turn was due it was taken */
    void late(long nanos) {
        Duration late = Duration.ofNanos(Math.max(0, nanos));
        LoopStatus before = status;
        status = new LoopStatus(
                before.turns() + 1,
                before.late().plus(late),
                late.compareTo(before.worst()) > 0 ? late : before.worst());
    }

    LoopStatus status() {
        return status;
    }
}
