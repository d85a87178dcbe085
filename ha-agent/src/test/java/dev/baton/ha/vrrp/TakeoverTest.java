package dev.baton.ha.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** When a backup takes over from a master that is gone, and who goes first. */
class TakeoverTest extends RouterRig {

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
    void itExplainsItself() {
        backupOf("lb2", 7);
        assertThat(router.explain(now()))
                .anyMatch(line -> line.startsWith("BACKUP for"))
                .contains("master lb2 is heard", "peer lb2: MASTER term 7 priority 100 in sync")
                .anyMatch(line -> line.startsWith("takes over in 1"));
    }
}
