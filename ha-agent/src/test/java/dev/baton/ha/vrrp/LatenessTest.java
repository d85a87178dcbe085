package dev.baton.ha.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a node does that finds its own loop late. */
class LatenessTest extends RouterRig {

    @Test
    void aMasterWhoseLoopWasLaterThanItsLeaseReleasesAndListens() {
        masterOfTerm(1);
        done.clear();
        nowMillis += 2_600;
        carryOut(router.tick(now()));
        assertThat(done).first().isEqualTo(new Action.Release());
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(done).doesNotContain(new Action.Bind());
        runTo(nowMillis + 172);
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void aMasterThatWasSuspendedReleasesAlthoughItsClockStoodStill() {
        masterOfTerm(1);
        carryOut(router.onPause(Duration.ofSeconds(3), now()));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void aMasterThatStoodStillForLessThanItsLeaseLooksAtOnceWhetherItHasTheAddresses() {
        masterOfTerm(1);
        nowMillis += 300;
        done.clear();
        carryOut(router.tick(now()));
        assertThat(done).contains(new Action.Renew());
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void anAddressThatVanishedWhileItsMasterStoodStillIsNotPutBackUnasked() {
        masterOfTerm(1);
        nowMillis += 300;
        carryOut(router.tick(now()));
        done.clear();
        carryOut(router.onLeaseLost("gone", now()));
        assertThat(done).first().isEqualTo(new Action.Release());
        assertThat(done).doesNotContain(new Action.Bind());
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void anAddressThatVanishedBeforeAnybodyWasHeardAgainIsNotPutBackUnasked() {
        masterOfTerm(1);
        nowMillis += 120;
        done.clear();
        carryOut(router.onLeaseLost("gone", now()));
        assertThat(done).first().isEqualTo(new Action.Release());
        assertThat(done).doesNotContain(new Action.Bind());
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void aBackupWhoseLoopWasLateListensAnewInsteadOfTakingOver() {
        backupOf("lb2", 7);
        nowMillis += 400;
        carryOut(router.tick(now()));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        hear("lb2", Role.MASTER, 7, 100);
        runTo(nowMillis + 100);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void aBackupWhoseLoopWasLateDoesNotTrustAnOldFarewell() {
        backupOf("lb2", 7);
        nowMillis += 400;
        hear("lb2", Role.BACKUP, 7, Advertisement.RELEASED);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        hear("lb3", Role.MASTER, 8, 100);
        assertThat(router.master()).isEqualTo("lb3");
    }

    @Test
    void aTargetThatSleptDoesNotTakeAnOldHandover() {
        backupOf("lb2", 7);
        nowMillis += 400;
        hear("lb2", Role.BACKUP, 7, Advertisement.RELEASED, "lb1");
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void aTargetThatWasLateTakesTheHandoverOnceItHasListened() {
        router = new VirtualRouter(settings(50, false, TRIO));
        backupOf("lb2", 7);
        nowMillis += 110;
        hear("lb2", Role.BACKUP, 7, Advertisement.RELEASED, "lb1");
        long late = nowMillis;
        while (nowMillis < late + 200) {
            assertThat(router.role()).isEqualTo(Role.BACKUP);
            runTo(nowMillis + 50);
            hear("lb2", Role.BACKUP, 7, 100, "lb1");
        }
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void aMasterWhoseLoopWasLateDoesNotTakeItsOwnDeafnessForALostQuorum() {
        masterInCompany();
        nowMillis += 300;
        carryOut(router.tick(now()));
        assertThat(router.role()).isEqualTo(Role.MASTER);
        runTo(nowMillis + 100);
        hear("lb2", Role.BACKUP, 1, 100);
        runTo(nowMillis + 100);
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void itDoesOnceItHasListenedForALostPeersTime() {
        masterInCompany();
        nowMillis += 300;
        carryOut(router.tick(now()));
        long awake = nowMillis;
        while (router.role() == Role.MASTER && nowMillis < awake + 1_000) {
            runTo(nowMillis + 1);
        }
        assertThat(router.role()).isEqualTo(Role.FAULT);
        assertThat(router.reason()).isEqualTo("no quorum: 1 of 3 nodes are in touch");
        assertThat(nowMillis - awake).isBetween(150L, 201L);
    }

    @Test
    void aStandstillGivesNoCompanyBackThatWasLostBefore() {
        masterInCompany();
        runTo(nowMillis + 210);
        assertThat(router.role()).isEqualTo(Role.FAULT);
        nowMillis += 300;
        carryOut(router.tick(now()));
        assertThat(router.role()).isEqualTo(Role.FAULT);
    }

    @Test
    void aPeerThatHasEndedIsNoCompanyAfterAStandstillEither() {
        masterInCompany();
        nowMillis += 300;
        carryOut(router.onPeerDied("lb2", now()));
        assertThat(router.role()).isEqualTo(Role.FAULT);
    }

    /** Of three nodes with quorum, one of which is never heard. */
    private void masterInCompany() {
        router = new VirtualRouter(settings(150, false, false, true, TRIO));
        start();
        while (router.role() != Role.MASTER) {
            hear("lb2", Role.BACKUP, 0, 100);
            runTo(nowMillis + 50);
        }
        hear("lb2", Role.BACKUP, 1, 100);
    }
}
