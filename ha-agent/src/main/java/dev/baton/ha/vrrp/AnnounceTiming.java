package dev.baton.ha.vrrp;

import java.time.Duration;

/**
 * How often a master says where its addresses are. The first announcement is made at once and not counted here.
 *
 * @param burst further ones right after it, against lost frames; 0 or more
 * @param burstInterval between those
 * @param rounds further ones at a distance, against neighbours that ignored the burst; 0 or more
 * @param roundInterval between those: above 1 s, since Linux ignores a second ARP update within {@code locktime}
 * @param refresh between all that follow for as long as the node is master; zero for none
 */
public record AnnounceTiming(int burst, Duration burstInterval, int rounds, Duration roundInterval, Duration refresh) {

    /** Those of design and documentation. */
    public static final AnnounceTiming DEFAULT =
            new AnnounceTiming(2, Duration.ofMillis(50), 3, Duration.ofMillis(1100), Duration.ofSeconds(60));

    public AnnounceTiming {
        if (burst < 0 || rounds < 0) {
            throw new IllegalArgumentException("burst " + burst + " or rounds " + rounds + " is negative");
        }
        if (!burstInterval.isPositive() || !roundInterval.isPositive() || refresh.isNegative()) {
            throw new IllegalArgumentException("burst interval " + burstInterval + ", round interval " + roundInterval
                    + " must be positive, refresh " + refresh + " not negative");
        }
    }
}
