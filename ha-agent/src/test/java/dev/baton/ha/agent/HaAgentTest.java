package dev.baton.ha.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.baton.ha.status.AgentEvent;
import dev.baton.ha.status.AgentEvent.Kind;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.AnnounceTiming;
import dev.baton.ha.vrrp.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who owns the addresses, and what is told of it. */
class HaAgentTest extends AgentSupport {

    @Test
    void theBetterNodeOwnsBothAddressesAndAllAgreeOnIt() throws Exception {
        pair();
        assertThat(node("lb1").kernel.held).containsExactlyInAnyOrder(V4, V6);
        assertThat(node("lb2").kernel.held).isEmpty();
        assertThat(node("lb1").agent.isMaster("web")).isTrue();
        assertThat(node("lb2").agent.isMaster("web")).isFalse();
        GroupStatus status = node("lb2").agent.status().getFirst();
        assertThat(status.master()).isEqualTo("lb1");
        assertThat(status.addresses()).containsExactly("10.9.0.100/24", "fd00:9::100/64");
        assertThat(status.nodes())
                .extracting(GroupStatus.Member::name, GroupStatus.Member::role)
                .containsExactly(tuple("lb1", Role.MASTER), tuple("lb2", Role.BACKUP));
    }

    @Test
    void eachChangeOfRoleIsOneLineAndPeaceIsSilent() throws Exception {
        pair();
        assertThat(messages())
                .containsExactly(
                        "group \"web\": INIT -> BACKUP, term 0: started",
                        "group \"web\": INIT -> BACKUP, term 0: started",
                        "group \"web\": BACKUP -> MASTER, term 1: no master heard in 670 ms of listening");
        run(10_000);
        assertThat(messages()).hasSize(3);
    }

    @Test
    void aDeadMasterIsFollowedWithinOneTurnAndShownAsGone() throws Exception {
        pair();
        network.kill("lb1");
        node("lb1").alive = false;
        run(1);
        assertThat(node("lb2").agent.isMaster("web")).isTrue();
        GroupStatus.Member gone = node("lb2").agent.status().getFirst().nodes().getFirst();
        assertThat(gone.role()).isEqualTo(Role.INIT);
        assertThat(gone.reasons()).containsExactly("died");
    }

    @Test
    void theStepsOfATakeoverAreTold() throws Exception {
        pair();
        node("lb2").events.clear();
        network.kill("lb1");
        node("lb1").alive = false;
        run(5);
        assertThat(node("lb2").events)
                .extracting(AgentEvent::kind, AgentEvent::what)
                .containsExactly(
                        tuple(Kind.DETECTED, "lb1 died: its kernel closed its connection"),
                        tuple(Kind.CLAIMED, "lb1 died"),
                        tuple(Kind.BOUND, "2 addresses in 0.0 ms"),
                        tuple(Kind.ANNOUNCED, "2 addresses in 0.0 ms"));
        node("lb2").events.clear();
        run(10_000);
        assertThat(node("lb2").events).as("peace is silent").isEmpty();
    }

    @Test
    void aCutInterconnectIsToldOnceAndSoIsItsEnd() throws Exception {
        AtomicBoolean answered = new AtomicBoolean();
        probe = (_, verdict) -> verdict.accept(answered.get());
        pair();
        answered.set(true);
        node("lb2").events.clear();
        network.cut = true;
        run(10_000);
        assertThat(node("lb2").events)
                .extracting(AgentEvent::kind)
                .containsExactly(Kind.DETECTED, Kind.DETECTED, Kind.PROBED, Kind.ALARM);
        assertThat(node("lb2").events.getLast().what()).contains("their owner lives and only the interconnect is cut");
        network.cut = false;
        run(500);
        assertThat(node("lb2").events.subList(4, 6))
                .extracting(AgentEvent::kind, AgentEvent::what)
                .containsExactlyInAnyOrder(
                        tuple(Kind.HEARD, "master lb1 is heard again"), tuple(Kind.HEARD, "lb1 is heard"));
    }

    @Test
    void aCutInterconnectAloneMakesNoSecondOwnerButAnAlarm() throws Exception {
        probe = (_, verdict) -> verdict.accept(nodes.values().stream().anyMatch(node -> !node.kernel.held.isEmpty()));
        pair();
        network.cut = true;
        run(4_000);
        assertThat(node("lb1").agent.isMaster("web")).isTrue();
        assertThat(node("lb2").kernel.held).isEmpty();
        assertThat(messages())
                .filteredOn(line -> line.contains("only the interconnect is cut"))
                .hasSize(1);
        node("lb1").kernel.held.clear();
        node("lb1").alive = false;
        run(100);
        assertThat(node("lb2").agent.isMaster("web")).isTrue();
    }

    @Test
    void aTrackerWithoutWeightAndAMaintenanceMoveTheAddresses() throws Exception {
        pair();
        node("lb1").agent.reportTracker("disk", false, 0, "read-only");
        run(5);
        assertThat(node("lb2").agent.isMaster("web")).isTrue();
        node("lb1").agent.reportTracker("disk", true, 0, "");
        run(500);
        node("lb2").agent.setMaintenance(true);
        run(5);
        assertThat(node("lb1").agent.isMaster("web")).isTrue();
        CompletableFuture<List<String>> why = node("lb2").agent.explain("web");
        run(1);
        assertThat(why.join()).contains("not at its best: in maintenance on command; baton maintenance off ends it");
    }

    @Test
    void termsGoOnWhereAFormerLifeLeftThemAndListenersHearIt() throws Exception {
        AgentConfig config = new AgentConfig(
                "lb1",
                150,
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                false,
                0,
                List.of(new AgentConfig.Group("web", List.of(V4), 41, AnnounceTiming.DEFAULT, Duration.ZERO, true)),
                List.of("lb1"));
        HaAgent agent = new HaAgent(
                config, new Node("lb1", List.of("lb1"), "eth0").ports("lb1"), () -> nowNanos, Runnable::run);
        List<RoleChange> heard = new ArrayList<>();
        agent.addRoleListener(heard::add);
        agent.join();
        nowNanos += 1_000_000;
        agent.doWork(nowNanos);
        agent.reportTracker("web", "disk", false, 0, "read-only");
        agent.doWork(nowNanos);
        assertThat(heard)
                .extracting(RoleChange::to, RoleChange::term)
                .containsExactly(tuple(Role.BACKUP, 41L), tuple(Role.MASTER, 42L), tuple(Role.FAULT, 42L));
        assertThat(heard.getLast().reason()).contains("tracker disk: read-only");
    }

    @Test
    void whoFindsClearlyMoreServersHealthyGetsTheAddresses() throws Exception {
        pair();
        node("lb1").agent.reportHealthShare(500);
        node("lb2").agent.reportHealthShare(1000);
        run(9_000);

        assertThat(node("lb2").agent.isMaster("web")).isTrue();
        assertThat(messages())
                .anyMatch(line -> line.contains("lb2 finds 100 % of the servers healthy, this node 50 %"));
    }

    @Test
    void serversThatAreDeadForBothMoveNothing() throws Exception {
        pair();
        node("lb1").agent.reportHealthShare(0);
        node("lb2").agent.reportHealthShare(0);
        run(20_000);

        assertThat(node("lb1").agent.isMaster("web")).isTrue();
    }
}
