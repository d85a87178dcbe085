package dev.baton.ha.vrrp;

import java.time.Duration;

/** Times in reasons. */
final class Millis {

    private Millis() {}

    static String text(long nanos) {
        return Duration.ofNanos(nanos).toMillis() + " ms";
    }
}
