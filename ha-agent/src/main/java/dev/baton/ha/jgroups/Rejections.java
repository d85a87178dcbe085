package dev.baton.ha.jgroups;

import dev.baton.ha.cluster.Rejected;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was not let in, and says so at most once in ten seconds, so that a flood cannot fill the disk. */
final class Rejections {

    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Half of what counts as lately: the present half and the one before it are kept. */
    private static final long HALF_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** So many copies weigh as much as one thing that must not be. */
    private static final int COPIES_IN_ONE = 30;

    private static final int NEWS_OF_COPIES = 10 * COPIES_IN_ONE;

    private final LongSupplier nanoClock;
    private long total;
    private long copies;
    private long quietUntilNanos;
    private long halfSinceNanos;
    private long inThisHalf;
    private long inLastHalf;
    private String last = "";
    private final Origins origins = new Origins();
    private final Novelties novelties = new Novelties();
    private volatile Consumer<String> listener = _ -> {};

    Rejections() {
        this(System::nanoTime);
    }

    Rejections(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        quietUntilNanos = nanoClock.getAsLong();
        halfSinceNanos = quietUntilNanos;
    }

    /** From now on tells what is news. */
    void tell(Consumer<String> to) {
        listener = to;
    }

    /**
     * A copy of what has been seen, or older than that. Networks double messages, and busy machines handle them out of
     * order, as at a start; so it is not worth a line.
     */
    synchronized void countCopy(@Nullable Object from) {
        copies++;
        if (copies % COPIES_IN_ONE == 0) {
            String what = origins.words(from) + ": copies of what was heard before";
            count(what);
            // Networks make a few by themselves.
            if (copies >= NEWS_OF_COPIES) {
                novelties.count(what, nanoClock.getAsLong()).ifPresent(listener);
            }
        } else {
            total++;
        }
    }

    void reject(@Nullable Object sender, String reason) {
        long now = nanoClock.getAsLong();
        String from = origins.words(sender);
        long rejected = count(from + ": " + reason);
        novelties.count(from + ": " + reason, now).ifPresent(listener);
        if (isLoud(now)) {
            LOG.warn("interconnect: rejected what {} sent: {} ({} rejected since start)", from, reason, rejected);
        }
    }

    Origins origins() {
        return origins;
    }

    synchronized Rejected seen() {
        turn(nanoClock.getAsLong());
        return new Rejected(total, copies, inThisHalf + inLastHalf, last);
    }

    private synchronized long count(String what) {
        turn(nanoClock.getAsLong());
        inThisHalf++;
        last = what;
        return ++total;
    }

    private void turn(long now) {
        long halves = (now - halfSinceNanos) / HALF_NANOS;
        if (halves > 0) {
            inLastHalf = halves == 1 ? inThisHalf : 0;
            inThisHalf = 0;
            halfSinceNanos += halves * HALF_NANOS;
        }
    }

    private synchronized boolean isLoud(long now) {
        if (now - quietUntilNanos < 0) {
            return false;
        }
        quietUntilNanos = now + QUIET_NANOS;
        return true;
    }
}
