package dev.baton.ha.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A router by itself: what it hears is put into its mouth, and what it wants is done. Times are milliseconds; the
 * heartbeat is 50 ms and the lease 2 s.
 */
abstract class RouterRig {

    static final List<String> TRIO = List.of("lb2", "lb3");

    final List<Action> done = new ArrayList<>();
    long sequence;
    long nowMillis = 1_000;
    VirtualRouter router = new VirtualRouter(settings(150, false, TRIO));

    long runToProbe() {
        done.removeIf(Action.Probe.class::isInstance);
        while (!(done.stream()
                        .filter(Action.Probe.class::isInstance)
                        .findFirst()
                        .orElse(null)
                instanceof Action.Probe(long id))) {
            runTo(nowMillis + 1);
        }
        return id;
    }

    void flap() {
        carryOut(router.onInterface("eth0", false, now()));
        carryOut(router.onInterface("eth0", true, now()));
    }

    void masterAgain() {
        while (router.role() != Role.MASTER) {
            runTo(nowMillis + 1);
        }
    }

    void start() {
        carryOut(router.start(now()));
    }

    void backupOf(String master, long term) {
        start();
        for (int i = 0; i < 10; i++) {
            hear(master, Role.MASTER, term, 100);
            runTo(nowMillis + 25);
        }
        hear(master, Role.MASTER, term, 100);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    void masterOfTerm(long term) {
        start();
        if (term > 1) {
            hear("lb3", Role.BACKUP, term - 1, 1);
        }
        while (router.role() != Role.MASTER) {
            runTo(nowMillis + 1);
        }
        assertThat(router.term()).isEqualTo(term);
    }

    void hearFor(String node, int priority, boolean synced, long millis) {
        for (long until = nowMillis + millis; nowMillis <= until; ) {
            carryOut(router.onAdvertisement(
                    advertisement(node, Role.BACKUP, 1, priority, "", synced, 1, ++sequence), now()));
            runTo(nowMillis + 25);
        }
    }

    void hear(String node, Role role, long term, int priority) {
        hear(node, role, term, priority, "");
    }

    void hear(String node, Role role, long term, int priority, String successor) {
        carryOut(router.onAdvertisement(
                advertisement(node, role, term, priority, successor, true, 1, ++sequence), now()));
    }

    static Advertisement advertisement(
            String node,
            Role role,
            long term,
            int priority,
            String successor,
            boolean synced,
            long incarnation,
            long sequence) {
        return new Advertisement(
                "web",
                node,
                incarnation,
                sequence,
                role,
                term,
                priority,
                priority,
                successor,
                synced,
                -1,
                0,
                List.of());
    }

    void carryOut(List<Action> actions) {
        for (Action action : actions) {
            done.add(action);
            if (action instanceof Action.Bind) {
                carryOut(router.onBound(now()));
            }
        }
    }

    void runTo(long millis) {
        while (nowMillis < millis) {
            nowMillis++;
            if (router.nextDeadlineNanos() <= now()) {
                carryOut(router.tick(now()));
            }
        }
    }

    long now() {
        return Duration.ofMillis(nowMillis).toNanos();
    }

    static RouterSettings settings(int priority, boolean preempt, List<String> peers) {
        return settings(priority, preempt, false, false, peers);
    }

    static RouterSettings settings(int priority, boolean preempt, boolean probe, boolean quorum, List<String> peers) {
        return new RouterSettings(
                "web",
                "lb1",
                1,
                priority,
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                AnnounceTiming.DEFAULT,
                Duration.ofMillis(500),
                preempt,
                Duration.ofMillis(300),
                probe,
                quorum,
                0,
                peers);
    }
}
