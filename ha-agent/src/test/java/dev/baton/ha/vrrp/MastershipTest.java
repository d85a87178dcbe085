package dev.baton.ha.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a master keeps its addresses, tells the LAN of them and lets them go. */
class MastershipTest extends RouterRig {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aMasterRenewsFourTimesALease() {
        masterOfTerm(1);
        done.clear();
        runTo(nowMillis + 4_000);
        assertThat(done.stream().filter(new Action.Renew()::equals)).hasSize(8);
    }

    @Test
    void aVanishedAddressIsPutBack() {
        masterOfTerm(1);
        done.clear();
        carryOut(router.onLeaseLost("gone", now()));
        assertThat(done).containsExactly(new Action.Bind(), new Action.Announce());
        assertThat(router.term()).isEqualTo(1);
    }

    @Test
    void anAddressThatVanishesAgainAndAgainIsAFaultIfAnotherNodeIsThere() {
        masterOfTerm(1);
        hear("lb2", Role.BACKUP, 1, 100);
        for (int i = 0; i < 5; i++) {
            carryOut(router.onLeaseLost("gone", now()));
        }
        assertThat(router.role()).isEqualTo(Role.FAULT);
    }

    @Test
    void announcementsComeAsABurstThenBeyondLocktimeThenAfterTheLeaseThenSlowly() {
        router = new VirtualRouter(settings(150, false, List.of()));
        start();
        assertThat(announcedWithin(70_000)).containsExactly(50L, 100L, 1_100L, 2_100L, 2_200L, 3_300L, 63_300L);
    }

    @Test
    void whileANodeIsNotHeardTheyGoOnTheRarerTheLongerThatLasts() {
        masterOfTerm(1);
        runTo(nowMillis + 10_000);
        List<Long> at = announcedWithin(60_000);
        assertThat(at).hasSizeBetween(20, 40);
        long last = at.getLast();
        assertThat(last - at.get(at.size() - 2)).isGreaterThan(3_000);
    }

    @Test
    void theyBeginAnewWhenItIsHeardAgainOrKnownToHaveEnded() {
        masterOfTerm(1);
        hear("lb2", Role.BACKUP, 1, 100);
        hear("lb3", Role.BACKUP, 1, 100);
        runTo(nowMillis + 30_000);
        hear("lb2", Role.BACKUP, 1, 100);
        done.clear();
        carryOut(router.onPeerDied("lb3", now()));
        carryOut(router.tick(now()));
        assertThat(done).contains(new Action.Announce());
        assertThat(announcedWithin(120)).containsExactly(50L, 100L);
    }

    private List<Long> announcedWithin(long millis) {
        long since = nowMillis;
        List<Long> at = new ArrayList<>();
        while (nowMillis < since + millis) {
            done.clear();
            runTo(nowMillis + 10);
            if (done.contains(new Action.Announce())) {
                at.add(nowMillis - since);
            }
        }
        return at;
    }

    @Test
    void announcementsComeAsOftenAsToldAndEndWithoutRefresh() {
        AnnounceTiming none = new AnnounceTiming(0, Duration.ofMillis(50), 0, Duration.ofMillis(1100), Duration.ZERO);
        AnnounceSchedule afterTheLeaseOnly = new AnnounceSchedule(none, Duration.ofSeconds(2));
        afterTheLeaseOnly.restart(0);
        assertThat(afterTheLeaseOnly.nextNanos()).isEqualTo(2_100_000_000L);
        assertThat(afterTheLeaseOnly.takeDue(2_100_000_000L)).isTrue();
        assertThat(afterTheLeaseOnly.nextNanos()).isEqualTo(Long.MAX_VALUE);

        AnnounceTiming refreshed = new AnnounceTiming(1, Duration.ofMillis(20), 0, Duration.ofSeconds(1), SECOND);
        AnnounceSchedule withoutLease = new AnnounceSchedule(refreshed, Duration.ZERO);
        withoutLease.restart(0);
        assertThat(withoutLease.takeDue(20_000_000L)).isTrue();
        assertThat(withoutLease.nextNanos()).isEqualTo(1_020_000_000L);
        assertThat(new AnnounceSchedule(new AnnounceTiming(0, SECOND, 0, SECOND, SECOND), Duration.ZERO).nextNanos())
                .isEqualTo(1_000_000_000L);
    }

    @Test
    void stoppingReleasesFirstAndThenSaysPriorityZero() {
        masterOfTerm(1);
        done.clear();
        carryOut(router.stop(now()));
        assertThat(done).hasSize(3).first().isEqualTo(new Action.Release());
        assertThat(done.get(1))
                .isInstanceOfSatisfying(
                        Action.Advertise.class,
                        said -> assertThat(said.advertisement().priority()).isEqualTo(Advertisement.RELEASED));
        assertThat(router.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }
}
