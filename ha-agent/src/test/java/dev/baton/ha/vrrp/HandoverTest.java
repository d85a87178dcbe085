package dev.baton.ha.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a master hands over, on command or of its own accord. */
class HandoverTest extends RouterRig {

    @Test
    void theNamedSuccessorGoesAtOnceAlthoughAnotherIsBetter() {
        backupOf("lb2", 7);
        hear("lb3", Role.BACKUP, 7, 200);
        hear("lb2", Role.BACKUP, 7, Advertisement.RELEASED, "lb1");
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void theOthersLeaveTheNamedSuccessorItsTime() {
        backupOf("lb2", 7);
        hear("lb2", Role.BACKUP, 7, Advertisement.RELEASED, "lb3");
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        runTo(nowMillis + 172);
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void withoutPreemptionABetterBackupStaysOne() {
        masterOfTerm(1);
        for (int i = 0; i < 100; i++) {
            hear("lb2", Role.BACKUP, 1, 200);
            runTo(nowMillis + 50);
        }
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void withPreemptionItHandsOverToABetterNodeOnceThatIsInSync() {
        router = new VirtualRouter(settings(150, true, TRIO));
        masterOfTerm(1);
        hearFor("lb2", 200, false, 1_000);
        assertThat(router.role()).isEqualTo(Role.MASTER);
        hearFor("lb2", 200, true, 250);
        assertThat(router.role()).isEqualTo(Role.MASTER);
        hearFor("lb2", 200, true, 100);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(router.self().successor()).isEqualTo("lb2");
    }

    @Test
    void thePreemptDelayBeginsAnewForANodeThatWasUnfitBetweenTwoTicks() {
        router = new VirtualRouter(settings(150, true, TRIO));
        masterOfTerm(1);
        hearFor("lb2", 200, true, 250);
        hear("lb2", Role.FAULT, 1, 0);
        hearFor("lb2", 200, true, 250);
        assertThat(router.role()).isEqualTo(Role.MASTER);
        hearFor("lb2", 200, true, 100);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void theSuccessorDoesNotHandBackToWhomItHasItFrom() {
        router = new VirtualRouter(settings(150, true, TRIO));
        backupOf("lb2", 7);
        hear("lb2", Role.BACKUP, 7, Advertisement.RELEASED, "lb1");
        hearFor("lb2", 200, true, 3_000);
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void onSwitchoverItReleasesFirstNamesTheTargetAndWaitsForIt() {
        masterOfTerm(1);
        hear("lb2", Role.BACKUP, 1, 100);
        done.clear();
        carryOut(router.switchover("lb2", false, now()));
        assertThat(done).first().isEqualTo(new Action.Release());
        assertThat(done.get(1)).isInstanceOfSatisfying(Action.Advertise.class, said -> {
            assertThat(said.advertisement().priority()).isEqualTo(Advertisement.RELEASED);
            assertThat(said.advertisement().successor()).isEqualTo("lb2");
        });
        hear("lb2", Role.MASTER, 2, 100);
        assertThat(router.master()).isEqualTo("lb2");
        assertThat(router.self().successor()).isEmpty();
    }

    @Test
    void ifTheTargetDoesNotTakeOverItTakesTheAddressesBack() {
        masterOfTerm(1);
        hear("lb2", Role.BACKUP, 1, 100);
        carryOut(router.switchover("lb2", false, now()));
        runTo(nowMillis + 2 * 171 + 52);
        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(router.term()).isEqualTo(2);
    }

    @Test
    void aSwitchoverToAnUnfitNodeIsRefusedWithTheReason() {
        masterOfTerm(1);
        assertThat(router.switchoverRefusal("lb9", true, now()))
                .get()
                .asString()
                .contains("lb9", "not heard");
        assertThat(router.switchoverRefusal("lb1", true, now()))
                .get()
                .asString()
                .contains("master already");
        hear("lb2", Role.FAULT, 1, 0);
        assertThat(router.switchoverRefusal("lb2", true, now()))
                .get()
                .asString()
                .contains("FAULT");
        hearFor("lb3", 100, false, 0);
        assertThat(router.switchoverRefusal("lb3", false, now()))
                .get()
                .asString()
                .contains("--force");
        assertThat(router.switchoverRefusal("lb3", true, now())).isEmpty();
        assertThat(router.switchover("lb2", true, now())).isEmpty();
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void aFailingTrackerLowersThePriorityAndAMasterHandsOverToWhoIsBetterNow() {
        masterOfTerm(1);
        hearFor("lb2", 100, true, 500);
        assertThat(router.role()).isEqualTo(Role.MASTER);
        carryOut(router.onTracker("gateway", false, -60, "no answer", now()));
        assertThat(router.self().priority()).isEqualTo(90);
        assertThat(router.self().reasons()).containsExactly("tracker gateway: no answer (priority -60)");
        hearFor("lb2", 100, true, 400);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        carryOut(router.onTracker("gateway", true, -60, "", now()));
        assertThat(router.self().priority()).isEqualTo(150);
    }
}
