package dev.baton.lb.admin;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs who was refused what. Whoever is refused again and again costs some lines in each while, and then is counted. */
final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    static final int LINES = 10;
    private static final long WHILE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanos;
    private long begunNanos;
    private int lines;
    private long unsaid;

    /** @param nanos a clock that only goes forward */
    Refusals(LongSupplier nanos) {
        this.nanos = nanos;
        this.begunNanos = nanos.getAsLong();
    }

    /** @return whether there was a line in the log */
    synchronized boolean note(String who, String what, String why) {
        long now = nanos.getAsLong();
        if (now - begunNanos >= WHILE_NANOS) {
            begunNanos = now;
            lines = 0;
        }
        if (lines >= LINES) {
            unsaid++;
            return false;
        }
        lines++;
        log.warn(
                "admin API: refused {} to {}: {}{}", what, who, why, unsaid == 0 ? "" : "; " + unsaid + " more before");
        unsaid = 0;
        return true;
    }
}
