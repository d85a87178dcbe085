package dev.baton.ha.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What makes a node unfit, and for how long. */
class FaultsTest extends RouterRig {

    @Test
    void anInterfaceThatGoesDownIsAFaultAtOnceAndItsReturnMakesABackup() {
        masterOfTerm(1);
        done.clear();
        carryOut(router.onInterface("eth0", false, now()));
        assertThat(router.role()).isEqualTo(Role.FAULT);
        assertThat(done).first().isEqualTo(new Action.Release());
        assertThat(router.self().priority()).isZero();
        assertThat(router.self().reasons()).hasSize(1).first().asString().contains("eth0");
        runTo(nowMillis + 10_000);
        carryOut(router.onInterface("eth0", true, now()));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        runTo(nowMillis + 600);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void itIsAFaultAsLongAsAnyInterfaceIsDown() {
        masterOfTerm(1);
        carryOut(router.onInterface("eth0", false, now()));
        carryOut(router.onInterface("eth1", false, now()));
        carryOut(router.onInterface("eth0", true, now()));
        assertThat(router.role()).isEqualTo(Role.FAULT);
        carryOut(router.onInterface("eth1", true, now()));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void aFailedBindingIsAFaultThatIsTriedAgainLaterAndLater() {
        backupOf("lb2", 7);
        assertThat(router.onPeerDied("lb2", now())).containsExactly(new Action.Bind());
        carryOut(router.onBindFailed("no room", now()));
        assertThat(router.role()).isEqualTo(Role.FAULT);
        assertThat(router.reason()).isEqualTo("no room");
        assertThat(done).contains(new Action.Release());
        runTo(nowMillis + 999);
        assertThat(router.role()).isEqualTo(Role.FAULT);
        runTo(nowMillis + 2);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void whoLosesMastershipByItsOwnFaultAgainIsLastInLineForAWhile() {
        masterOfTerm(1);
        flap();
        assertThat(router.self().priority()).isEqualTo(150);
        masterAgain();
        flap();
        assertThat(router.self().priority()).isEqualTo(1);
        assertThat(router.self().reasons()).singleElement().asString().contains("held down for another 1 s");
        runTo(nowMillis + 1_001);
        assertThat(router.self().priority()).isEqualTo(150);
    }

    @Test
    void withoutAQuorumItIsUnfit() {
        router = new VirtualRouter(settings(150, false, false, true, TRIO));
        start();
        runTo(nowMillis + 2_000);
        assertThat(router.role()).isEqualTo(Role.FAULT);
        assertThat(router.reason()).isEqualTo("no quorum: 1 of 3 nodes are in touch");
        assertThat(router.explain(now()))
                .contains("owns nothing until that is mended; then it listens first, and is BACKUP again");
        while (router.role() != Role.MASTER) {
            hear("lb2", Role.BACKUP, 0, 100);
            runTo(nowMillis + 50);
        }
        assertThat(router.explain(now())).anyMatch(line -> line.startsWith("keeps the addresses until it has a fault"));
        runTo(nowMillis + 210);
        assertThat(router.role()).isEqualTo(Role.FAULT);
    }

    @Test
    void theDeathThatCostsTheMajorityIsNoInvitation() {
        router = new VirtualRouter(settings(150, false, false, true, TRIO));
        start();
        hear("lb2", Role.MASTER, 1, 100);
        hear("lb3", Role.BACKUP, 1, 100);
        assertThat(router.role()).isEqualTo(Role.BACKUP);

        carryOut(router.onPeerDied("lb3", now()));
        carryOut(router.onPeerDied("lb2", now()));

        assertThat(router.role()).isEqualTo(Role.FAULT);
        assertThat(router.reason()).isEqualTo("no quorum: 1 of 3 nodes are in touch");
    }

    @Test
    void theGoodbyeThatCostsTheMajorityIsNoInvitation() {
        router = new VirtualRouter(settings(150, false, false, true, TRIO));
        backupOf("lb2", 1);
        hear("lb2", Role.INIT, 1, Advertisement.RELEASED);
        assertThat(router.role()).isEqualTo(Role.FAULT);
        assertThat(router.reason()).isEqualTo("no quorum: 1 of 3 nodes are in touch");
        assertThat(done).noneMatch(Action.Bind.class::isInstance);
    }

    @Test
    void aHandoverIsNoInvitationWhenTheMajorityHasJustFallenSilent() {
        router = new VirtualRouter(settings(150, false, false, true, List.of("lb2", "lb3", "lb4", "lb5")));
        start();
        for (int i = 0; i < 10; i++) {
            hear("lb2", Role.MASTER, 1, 100);
            hear("lb3", Role.BACKUP, 1, 90);
            runTo(nowMillis + 25);
        }
        for (int i = 0; i < 4; i++) {
            hear("lb2", Role.MASTER, 1, 100);
            runTo(nowMillis + 25);
        }
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        nowMillis += 26;
        hear("lb2", Role.BACKUP, 1, Advertisement.RELEASED, "lb1");
        assertThat(router.role()).isEqualTo(Role.FAULT);
        assertThat(router.reason()).isEqualTo("no quorum: 2 of 5 nodes are in touch");
        assertThat(done).noneMatch(Action.Bind.class::isInstance);
    }

    @Test
    void aNodeThatReachesNeitherPeerNorWitnessIsUnfit() {
        masterOfTerm(1);
        carryOut(router.onWitness(false, now()));
        assertThat(router.role()).isEqualTo(Role.FAULT);
        hear("lb2", Role.BACKUP, 1, 100);
        runTo(nowMillis + 50);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void inMaintenanceItOwnsNothing() {
        masterOfTerm(1);
        carryOut(router.setMaintenance(true, now()));
        assertThat(router.role()).isEqualTo(Role.FAULT);
        runTo(nowMillis + 5_000);
        assertThat(router.role()).isEqualTo(Role.FAULT);
        carryOut(router.setMaintenance(false, now()));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }
}
