package dev.baton.ha.jgroups;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was not let in, and says so at most once in ten seconds, so that a flood cannot fill the disk. */
final class Rejections {

    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final AtomicLong count = new AtomicLong();
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    /** A copy of what has been seen: the network may do that by itself, so it is not worth a line. */
    void countReplay() {
        count.incrementAndGet();
    }

    void reject(Object from, String reason) {
        long total = count.incrementAndGet();
        long now = System.nanoTime();
        long until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET_NANOS)) {
            LOG.warn("interconnect: rejected what {} sent: {} ({} rejected since start)", from, reason, total);
        }
    }

    long count() {
        return count.get();
    }
}
