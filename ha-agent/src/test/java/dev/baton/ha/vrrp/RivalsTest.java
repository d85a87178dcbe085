package dev.baton.ha.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two that ask the LAN at the same time: both find silence, and one may take the addresses. */
class RivalsTest extends RouterRig {

    @BeforeEach
    void ask() {
        router = new VirtualRouter(settings(150, false, true, false, TRIO));
    }

    @Test
    void theOneWithTheLowerHardwareAddressWaitsAndAsksAgain() {
        backupOf("lb2", 7);
        carryOut(router.onProbeSilent(runToProbe(), now()));
        carryOut(router.onRival(true, now()));
        long since = nowMillis;
        long probe = runToProbe();
        while (nowMillis <= since + 200) {
            carryOut(router.onProbeSilent(probe, now()));
            assertThat(router.role())
                    .as("%s ms after the rival", nowMillis - since)
                    .isEqualTo(Role.BACKUP);
            probe = runToProbe();
        }
        carryOut(router.onProbeSilent(probe, now()));
        assertThat(router.role()).as("the rival came to nothing").isEqualTo(Role.MASTER);
    }

    @Test
    void theOtherTakesThem() {
        backupOf("lb2", 7);
        carryOut(router.onProbeSilent(runToProbe(), now()));
        carryOut(router.onRival(false, now()));
        runTo(nowMillis + 60);
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void theWordOfAnEndIsNoProofWhileSomebodyElseAsks() {
        backupOf("lb2", 7);
        hear("lb3", Role.BACKUP, 7, 50);
        carryOut(router.onRival(false, now()));
        done.clear();
        carryOut(router.onPeerDied("lb2", now()));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(done).filteredOn(Action.Probe.class::isInstance).hasSize(1);
    }
}
