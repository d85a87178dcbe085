package dev.baton.ha.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule of the election by itself. Times are milliseconds; the heartbeat is 50 ms and the lease 2 s. */
class VirtualRouterTest {

    private static final List<String> TRIO = List.of("lb2", "lb3");

    private final List<Action> done = new ArrayList<>();
    private long sequence;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private long nowMillis = 1_000;
    private VirtualRouter router = new VirtualRouter(settings(150, false, TRIO));

    @Test
    void aloneItTakesOverAtOnce() {
        router = new VirtualRouter(settings(150, false, List.of()));
        start();
        assertThat(done)
                .containsSubsequence(
                        new Action.Transition(Role.INIT, Role.BACKUP, 0, "started"),
                        new Action.Bind(),
                        new Action.Announce(),
                        new Action.Transition(Role.BACKUP, Role.MASTER, 1, "no other node is configured"));
    }

    @Test
    void withPeersItListensFirstForStartDelayAndMasterDownInterval() {
        start();
        runTo(1_000 + 500 + 150 + 20 - 1);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        runTo(1_000 + 500 + 150 + 21);
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void theStartDelayEndsOnceAllPeersAreHeard() {
        start();
        hear("lb2", Role.BACKUP, 0, 100);
        hear("lb3", Role.BACKUP, 0, 90);
        runTo(1_000 + 150 + 22);
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void silenceForTheMasterDownIntervalMakesTheBackupTakeOverWithAHigherTerm() {
        backupOf("lb2", 7);
        long last = nowMillis;
        runTo(last + 150 + 20);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        runTo(last + 150 + 22);
        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(router.term()).isEqualTo(8);
        assertThat(router.reason()).isEqualTo("no advertisement of lb2 for 170 ms");
    }

    @Test
    void priorityZeroMakesTheBestBackupGoAtOnce() {
        backupOf("lb2", 7);
        hear("lb3", Role.BACKUP, 7, 100);
        hear("lb2", Role.BACKUP, 7, Advertisement.RELEASED);
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void priorityZeroMakesTheOthersWaitForTheBest() {
        backupOf("lb2", 7);
        hear("lb3", Role.BACKUP, 7, 200);
        long released = nowMillis;
        hear("lb2", Role.BACKUP, 7, Advertisement.RELEASED);
        runTo(released + 50);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        runTo(released + 50 + 22);
        assertThat(router.role()).isEqualTo(Role.MASTER);
    }

    @Test
    void aSyncedBackupGoesBeforeABetterOneThatIsNot() {
        backupOf("lb2", 7);
        hear("lb3", Role.BACKUP, 7, 100);
        carryOut(router.setSynced(false, now()));
        hear("lb2", Role.BACKUP, 7, Advertisement.RELEASED);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

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
    void whoHasJustReleasedIsStillBeforeAWorseNodeWhenItsFollowerDies() {
        backupOf("lb2", 7);
        carryOut(router.onAdvertisement(
                new Advertisement("web", "lb2", 1, ++sequence, Role.BACKUP, 7, 200, 0, "lb3", true, -1, 0, List.of()),
                now()));
        hear("lb3", Role.MASTER, 8, 100);
        carryOut(router.onPeerDied("lb3", now()));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    void aMasterThatDiedIsFollowedAtOnce() {
        backupOf("lb2", 7);
        carryOut(router.onPeerDied("lb2", now()));
        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(router.reason()).isEqualTo("lb2 died");
    }

    @Test
    void aLateWordOfTheDeadChangesNothing() {
        backupOf("lb2", 7);
        hear("lb3", Role.BACKUP, 7, 200);
        carryOut(router.onPeerDied("lb2", now()));
        hear("lb2", Role.MASTER, 7, 100);
        assertThat(router.master()).isEmpty();
    }

    @Test
    void theDeathOfAnotherBackupChangesNothing() {
        backupOf("lb2", 7);
        carryOut(router.onPeerDied("lb3", now()));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(router.master()).isEqualTo("lb2");
    }

    @Test
    void ofTwoMastersTheLowerTermReleasesBeforeItSaysSo() {
        masterOfTerm(1);
        done.clear();
        hear("lb2", Role.MASTER, 2, 1);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(router.master()).isEqualTo("lb2");
        assertThat(done).first().isEqualTo(new Action.Release());
        assertThat(done.get(1))
                .isInstanceOfSatisfying(
                        Action.Advertise.class,
                        said -> assertThat(said.advertisement().priority()).isEqualTo(Advertisement.RELEASED));
    }

    @Test
    void ofTwoMastersTheHigherTermStaysAndAnnouncesAnew() {
        masterOfTerm(3);
        runTo(nowMillis + 500);
        done.clear();
        hear("lb2", Role.MASTER, 2, 254);
        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(done).first().isEqualTo(new Action.Announce());
        assertThat(done).hasSize(2);
    }

    @Test
    void ofTwoMastersOfOneTermThePriorityDecidesThenTheName() {
        masterOfTerm(2);
        hear("lb2", Role.MASTER, 2, 149);
        assertThat(router.role()).isEqualTo(Role.MASTER);
        hear("lb2", Role.MASTER, 2, 150);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
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
    void announcementsComeAsABurstThenBeyondLocktimeThenAfterTheLeaseThenSlowly() {
        masterOfTerm(1);
        long claimed = nowMillis;
        done.clear();
        List<Long> at = new ArrayList<>();
        while (nowMillis < claimed + 70_000) {
            done.clear();
            runTo(nowMillis + 10);
            if (done.contains(new Action.Announce())) {
                at.add(nowMillis - claimed);
            }
        }
        assertThat(at).containsExactly(50L, 100L, 1_100L, 2_100L, 2_200L, 3_300L, 63_300L);
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

    @Test
    void lateRepeatedAndFormerLivesMessagesAreNoNews() {
        backupOf("lb2", 7);
        Advertisement old = advertisement("lb2", Role.BACKUP, 7, 0, "", true, 1, sequence);
        carryOut(router.onAdvertisement(old, now()));
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(router.master()).isEqualTo("lb2");
        carryOut(router.onAdvertisement(advertisement("lb2", Role.BACKUP, 7, 0, "", true, 0, 999), now()));
        assertThat(router.master()).isEqualTo("lb2");
    }

    @Test
    void afterSilenceItTakesOverOnceNobodyAnswersForTheAddresses() {
        router = new VirtualRouter(settings(150, false, true, false, TRIO));
        backupOf("lb2", 7);
        long probe = runToProbe();
        carryOut(router.onProbeSilent(probe, now()));
        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(router.reason()).contains("nobody answers");
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

    @Test
    void aFailingTrackerLowersThePriorityAndAMasterHandsOverToWhoIsBetterNow() {
        masterOfTerm(1);
        hearFor("lb2", 100, true, 500);
        assertThat(router.role()).isEqualTo(Role.MASTER);
        carryOut(router.onTracker("gateway", false, -60, "no answer", now()));
        assertThat(router.self().priority()).isEqualTo(90);
        assertThat(router.self().reasons()).containsExactly("tracker gateway: no answer (-60)");
        hearFor("lb2", 100, true, 400);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        carryOut(router.onTracker("gateway", true, -60, "", now()));
        assertThat(router.self().priority()).isEqualTo(150);
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
        while (router.role() != Role.MASTER) {
            hear("lb2", Role.BACKUP, 0, 100);
            runTo(nowMillis + 50);
        }
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

    @Test
    void aTargetThatSleptDoesNotTakeAnOldHandover() {
        backupOf("lb2", 7);
        nowMillis += 400;
        hear("lb2", Role.BACKUP, 7, Advertisement.RELEASED, "lb1");
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    private long runToProbe() {
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

    private void flap() {
        carryOut(router.onInterface("eth0", false, now()));
        carryOut(router.onInterface("eth0", true, now()));
    }

    private void masterAgain() {
        while (router.role() != Role.MASTER) {
            runTo(nowMillis + 1);
        }
    }

    @Test
    void itExplainsItself() {
        backupOf("lb2", 7);
        assertThat(router.explain(now()))
                .anyMatch(line -> line.startsWith("BACKUP for"))
                .contains("master lb2 is heard", "peer lb2: MASTER term 7 priority 100 in sync")
                .anyMatch(line -> line.startsWith("takes over in 1"));
    }

    private void start() {
        carryOut(router.start(now()));
    }

    private void backupOf(String master, long term) {
        start();
        for (int i = 0; i < 10; i++) {
            hear(master, Role.MASTER, term, 100);
            runTo(nowMillis + 25);
        }
        hear(master, Role.MASTER, term, 100);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    private void masterOfTerm(long term) {
        start();
        if (term > 1) {
            hear("lb3", Role.BACKUP, term - 1, 1);
        }
        while (router.role() != Role.MASTER) {
            runTo(nowMillis + 1);
        }
        assertThat(router.term()).isEqualTo(term);
    }

    private void hearFor(String node, int priority, boolean synced, long millis) {
        for (long until = nowMillis + millis; nowMillis <= until; ) {
            carryOut(router.onAdvertisement(
                    advertisement(node, Role.BACKUP, 1, priority, "", synced, 1, ++sequence), now()));
            runTo(nowMillis + 25);
        }
    }

    private void hear(String node, Role role, long term, int priority) {
        hear(node, role, term, priority, "");
    }

    private void hear(String node, Role role, long term, int priority, String successor) {
        carryOut(router.onAdvertisement(
                advertisement(node, role, term, priority, successor, true, 1, ++sequence), now()));
    }

    private static Advertisement advertisement(
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

    private void carryOut(List<Action> actions) {
        for (Action action : actions) {
            done.add(action);
            if (action instanceof Action.Bind) {
                carryOut(router.onBound(now()));
            }
        }
    }

    private void runTo(long millis) {
        while (nowMillis < millis) {
            nowMillis++;
            if (router.nextDeadlineNanos() <= now()) {
                carryOut(router.tick(now()));
            }
        }
    }

    private long now() {
        return Duration.ofMillis(nowMillis).toNanos();
    }

    private static RouterSettings settings(int priority, boolean preempt, List<String> peers) {
        return settings(priority, preempt, false, false, peers);
    }

    private static RouterSettings settings(
            int priority, boolean preempt, boolean probe, boolean quorum, List<String> peers) {
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
