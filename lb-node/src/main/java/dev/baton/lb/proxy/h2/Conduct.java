package dev.baton.lb.proxy.h2;

import dev.baton.lb.config.Http2Config;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts what costs a client next to nothing and this end more, and knows how much of it is too much. Counted over spans
 * of ten seconds that begin with the first event after the last span; {@code nowNanos} is any clock that goes on evenly.
 */
final class Conduct {

    private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Http2Config config;
    private long beganNanos;
    private int resets;
    private int controls;

    Conduct(Http2Config config) {
        this.config = config;
    }

    /**
     * A request was given up by the client, or broken off or refused here for a fault of the client's (CVE-2023-44487 and
     * CVE-2025-8671).
     *
     * @return why that is too much; null when it is not
     */
    @Nullable String reset(long nowNanos) {
        turn(nowNanos);
        return ++resets > config.maxResets()
                ? "more than " + config.maxResets() + " requests given up within 10 s (max_resets)"
                : null;
    }

    /** A frame that asks for nothing: SETTINGS, PING, PRIORITY, DATA without data. Returns as above. */
    @Nullable String control(long nowNanos) {
        turn(nowNanos);
        return ++controls > config.maxControlFrames()
                ? "more than " + config.maxControlFrames()
                        + " frames within 10 s that ask for nothing (max_control_frames)"
                : null;
    }

    private void turn(long nowNanos) {
        if (resets + controls == 0 || nowNanos - beganNanos >= SPAN_NANOS) {
            beganNanos = nowNanos;
            resets = 0;
            controls = 0;
        }
    }
}
