package dev.baton.lb.config;

import java.time.Duration;

/**
 * How often a master says where its addresses are, beside the first time, which is at once.
 *
 * @param burst further announcements right after it
 * @param burstInterval between those
 * @param rounds further announcements at a distance
 * @param roundInterval between those
 * @param refresh between all that follow; zero for none
 */
public record AnnounceConfig(int burst, Duration burstInterval, int rounds, Duration roundInterval, Duration refresh) {

    /** Of a group that says nothing of it. */
    public static final AnnounceConfig DEFAULT =
            new AnnounceConfig(2, Duration.ofMillis(50), 3, Duration.ofMillis(1100), Duration.ofMinutes(1));
}
