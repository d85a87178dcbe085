package dev.baton.ha.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which of two masters stays, and what it does then. */
class TwoMastersTest extends RouterRig {

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
    void anAddressThatVanishesWhileAnotherMachineClaimsItIsNotPutBackUnasked() {
        masterOfTerm(1);
        carryOut(router.onConflict("10.9.0.100/24", "02:00:00:00:00:99", now()));
        done.clear();
        carryOut(router.onLeaseLost("gone", now()));
        assertThat(done).first().isEqualTo(new Action.Release());
        assertThat(done).doesNotContain(new Action.Bind());
    }

    @Test
    void whoGivesWayNamesTheMasterThatStays() {
        masterOfTerm(1);
        done.clear();
        hear("lb2", Role.MASTER, 5, 100);
        assertThat(done)
                .filteredOn(Action.Advertise.class::isInstance)
                .first()
                .isInstanceOfSatisfying(
                        Action.Advertise.class,
                        said -> assertThat(said.advertisement().successor()).isEqualTo("lb2"));
    }

    /** Of several masters that meet, one may give way to this node, which has just given way itself. */
    @Test
    void whoGivesWayToThisNodeHandsNothingOver() {
        masterOfTerm(2);
        hear("lb3", Role.MASTER, 2, 200);
        hear("lb2", Role.MASTER, 1, 100);
        hear("lb3", Role.BACKUP, 2, Advertisement.RELEASED);
        assertThat(router.master()).isEqualTo("lb2");
        hear("lb2", Role.BACKUP, 2, Advertisement.RELEASED, "lb1");
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    /** What the LAN last heard may have come from there. */
    @Test
    void aMasterAnnouncesWhenAnotherHasLetGo() {
        masterOfTerm(2);
        hear("lb2", Role.MASTER, 1, 100);
        done.clear();
        hear("lb2", Role.BACKUP, 2, Advertisement.RELEASED);
        assertThat(done).contains(new Action.Announce());
        done.clear();
        hear("lb2", Role.BACKUP, 2, 100);
        assertThat(done).doesNotContain(new Action.Announce());
    }
}
