package dev.baton.ha.agent;

import dev.baton.ha.status.GroupDeeds;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is done for one group; by the election thread, and read by any. */
final class DeedCounter {

    /** What is counted. */
    enum Deed {
        BIND,
        RENEW,
        LOSE,
        ANNOUNCE,
        PROBE,
        ALARM
    }

    private final String group;
    private final Map<Deed, AtomicLong> done = new EnumMap<>(Deed.class);

    DeedCounter(String group) {
        this.group = group;
        for (Deed deed : Deed.values()) {
            done.put(deed, new AtomicLong());
        }
    }

    void did(Deed deed) {
        counter(deed).incrementAndGet();
    }

    GroupDeeds deeds() {
        return new GroupDeeds(
                group, of(Deed.BIND), of(Deed.RENEW), of(Deed.LOSE), of(Deed.ANNOUNCE), of(Deed.PROBE), of(Deed.ALARM));
    }

    private long of(Deed deed) {
        return counter(deed).get();
    }

    private AtomicLong counter(Deed deed) {
        return Objects.requireNonNull(done.get(deed));
    }
}
