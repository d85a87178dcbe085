package dev.baton.ha.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the LAN is asked before silence makes a master. */
class EvidenceTest extends RouterRig {

    @Test
    void afterSilenceItTakesOverOnceNobodyAnswersForTheAddresses() {
        router = new VirtualRouter(settings(150, false, true, false, TRIO));
        backupOf("lb2", 7);
        long probe = runToProbe();
        carryOut(router.onProbeSilent(probe, now()));
        assertThat(router.role()).as("asked ahead").isEqualTo(Role.BACKUP);
        done.clear();
        runTo(nowMillis + 50);
        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(router.reason()).contains("nobody answers");
        assertThat(done).noneMatch(Action.Probe.class::isInstance);
    }

    @Test
    void aQuestionAskedAheadThatIsStillOpenDecidesOnceTheTimeHasRunOut() {
        router = new VirtualRouter(settings(150, false, true, false, TRIO));
        backupOf("lb2", 7);
        long probe = runToProbe();
        done.clear();
        runTo(nowMillis + 60);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(done).noneMatch(Action.Probe.class::isInstance);
        carryOut(router.onProbeSilent(probe, now()));
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void silenceAskedForAheadCountsForNothingOnceTheMasterIsHeardAgain() {
        router = new VirtualRouter(settings(150, false, true, false, TRIO));
        backupOf("lb2", 7);
        carryOut(router.onProbeSilent(runToProbe(), now()));
        hear("lb2", Role.MASTER, 7, 100);
        long again = runToProbe();
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        carryOut(router.onProbeAnswered(again, now()));
        runTo(nowMillis + 60);
        assertThat(router.role()).as("answered ahead, and asked again").isEqualTo(Role.BACKUP);
    }

    @Test
    void anAnswerMakesItAskAgainAndAnAnswerBeyondTheLeaseIsAnAlarm() {
        router = new VirtualRouter(settings(150, false, true, false, TRIO));
        backupOf("lb2", 7);
        long first = runToProbe();
        long since = nowMillis;
        carryOut(router.onProbeAnswered(first, now()));
        while (nowMillis < since + 2_500) {
            carryOut(router.onProbeAnswered(runToProbe(), now()));
        }
        assertThat(done).noneMatch(Action.Alarm.class::isInstance);
        while (nowMillis < since + 4_000) {
            carryOut(router.onProbeAnswered(runToProbe(), now()));
        }
        assertThat(done).filteredOn(Action.Alarm.class::isInstance).hasSize(1);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(router.self().reasons()).singleElement().asString().contains("interconnect");
        carryOut(router.onProbeSilent(runToProbe(), now()));
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void aLateLoopAsksAnewAndDoesNotForgetThatTheOwnerLives() {
        router = new VirtualRouter(settings(150, false, true, false, TRIO));
        backupOf("lb2", 7);
        while (done.stream().noneMatch(Action.Alarm.class::isInstance)) {
            carryOut(router.onProbeAnswered(runToProbe(), now()));
        }
        nowMillis += 200;
        carryOut(router.tick(now()));
        assertThat(explanation()).contains("asks the LAN again in ").contains("check the interconnect");
        carryOut(router.onProbeAnswered(runToProbe(), now()));
        carryOut(router.onProbeAnswered(runToProbe(), now()));
        assertThat(explanation()).contains("asks the LAN ").contains("check the interconnect");
        assertThat(done).filteredOn(Action.Alarm.class::isInstance).hasSize(1);
        hear("lb2", Role.MASTER, 7, 100);
        assertThat(explanation()).doesNotContain("check the interconnect");
    }

    private String explanation() {
        return String.join("\n", router.explain(now()));
    }

    @Test
    void anOldProbesVerdictCountsForNothing() {
        router = new VirtualRouter(settings(150, false, true, false, TRIO));
        backupOf("lb2", 7);
        long old = runToProbe();
        hear("lb2", Role.MASTER, 7, 100);
        carryOut(router.onProbeSilent(old, now()));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        runToProbe();
        carryOut(router.onProbeSilent(old, now()));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void aDeadMasterNeedsNoProbeIfAllOthersAreHeard() {
        router = new VirtualRouter(settings(150, false, true, false, TRIO));
        backupOf("lb2", 7);
        hear("lb3", Role.BACKUP, 7, 90);
        carryOut(router.onPeerDied("lb2", now()));
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void aDeadMasterNeedsAProbeIfAnotherMayHaveFollowedUnheard() {
        router = new VirtualRouter(settings(150, false, true, false, TRIO));
        backupOf("lb2", 7);
        carryOut(router.onPeerDied("lb2", now()));
        assertThat(done).last().isInstanceOf(Action.Probe.class);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    /** The goodbye may have been on its way for longer than the answer is old: another may have followed meanwhile. */
    @Test
    void aGoodbyeIsNoProofOnceSomebodyHasJustAnswered() {
        router = new VirtualRouter(settings(150, false, true, false, List.of("lb2")));
        backupOf("lb2", 7);
        carryOut(router.onProbeAnswered(runToProbe(), now()));
        done.clear();
        hear("lb2", Role.BACKUP, 7, Advertisement.RELEASED);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(done).filteredOn(Action.Probe.class::isInstance).hasSize(1);
    }

    /** Its term tells that somebody has claimed the addresses since it was master. */
    @Test
    void aGoodbyeIsNoProofOnceSomebodyElseHasClaimed() {
        router = new VirtualRouter(settings(150, false, true, false, List.of("lb2")));
        backupOf("lb2", 7);
        done.clear();
        hear("lb2", Role.BACKUP, 8, 100);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(done).filteredOn(Action.Probe.class::isInstance).hasSize(1);
    }
}
