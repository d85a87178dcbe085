package dev.baton.lb.proxy.loop;

import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts clients that are sent away, and tells of them now and then: strangers may come many times a second. */
public final class Reporter {

    private static final Logger log = LoggerFactory.getLogger(Reporter.class);

    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String where;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong reported = new AtomicLong(System.nanoTime() - REPORT_NANOS);

    /** @param where what a line begins with */
    public Reporter(String where) {
        this.where = where;
    }

    /** Counts one, and tells of it unless it has told of another one lately. */
    public void refuse(SocketAddress peer, String why) {
        long count = refused.incrementAndGet();
        long last = reported.get();
        long now = System.nanoTime();
        if (now - last >= REPORT_NANOS && reported.compareAndSet(last, now)) {
            log.warn("{}: refused {}: {}; {} in all", where, peer, why, count);
        }
    }

    /** How many so far. */
    public long count() {
        return refused.get();
    }
}
