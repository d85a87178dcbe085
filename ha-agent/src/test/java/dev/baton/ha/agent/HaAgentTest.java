package dev.baton.ha.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.MacAddress;
import dev.baton.ha.status.AgentEvent;
import dev.baton.ha.status.AgentEvent.Kind;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.AnnounceTiming;
import dev.baton.ha.vrrp.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Agents on a network in memory; the test is their clock and their thread. */
class HaAgentTest {

    private static final FloatingAddress V4 = new FloatingAddress("eth0", IpPrefix.parse("10.9.0.100/24"));
    private static final FloatingAddress V6 = new FloatingAddress("eth0", IpPrefix.parse("fd00:9::100/64"));
    private static final List<String> NAMES = List.of("lb1", "lb2");

    private final MemoryNetwork network = new MemoryNetwork();
    private final Map<String, Node> nodes = new TreeMap<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.baton.ha.agent");
    private long nowNanos;
    private @Nullable AddressProbe probe;

    @BeforeEach
    void listenToLogs() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void forgetLogs() {
        logger.detachAppender(logged);
    }

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
    void stoppingReleasesBeforeItSaysSoAndTheOtherFollows() throws Exception {
        pair();
        network.sent.clear();
        assertThat(node("lb1").agent.beginStop()).isTrue();
        run(2);
        node("lb1").agent.awaitStop();
        assertThat(node("lb1").kernel.held).isEmpty();
        assertThat(node("lb1").monitor.closed).isTrue();
        assertThat(network.sent)
                .filteredOn(said -> said.node().equals("lb1") && said.role() == Role.INIT)
                .hasSize(1)
                .allMatch(said -> said.priority() == Advertisement.RELEASED);
        assertThat(node("lb2").agent.isMaster("web")).isTrue();
        node("lb1").agent.stop();
    }

    @Test
    void stoppingReleasesEvenIfTheInterconnectIsBroken() throws Exception {
        pair();
        network.broken = true;
        assertThat(node("lb1").agent.beginStop()).isTrue();
        run(1);
        node("lb1").agent.awaitStop();
        assertThat(node("lb1").kernel.held).isEmpty();
    }

    @Test
    void switchoverOnTheMasterIsDoneWhenTheTargetIsMaster() throws Exception {
        pair();
        CompletableFuture<SwitchoverResult> result = node("lb1").agent.switchover("web", "", false);
        run(5);
        assertThat(result).isCompletedWithValueMatching(SwitchoverResult::done);
        assertThat(result.join().message()).contains("lb2 is master now");
        assertThat(result.join().duration()).isLessThan(Duration.ofMillis(10));
        assertThat(node("lb1").kernel.held).isEmpty();
        assertThat(node("lb2").kernel.held).hasSize(2);
    }

    @Test
    void switchoverWorksOnABackupToo() throws Exception {
        pair();
        CompletableFuture<SwitchoverResult> result = node("lb2").agent.switchover("web", "lb2", false);
        run(5);
        assertThat(result.join().done()).isTrue();
        assertThat(node("lb2").agent.isMaster("web")).isTrue();
    }

    @Test
    void aSwitchoverThatCannotBeIsRefusedAtOnceWithTheReason() throws Exception {
        pair();
        node("lb2").agent.setSynced(false);
        run(60);
        CompletableFuture<SwitchoverResult> unknownGroup = node("lb1").agent.switchover("mail", "lb2", false);
        CompletableFuture<SwitchoverResult> unknownNode = node("lb1").agent.switchover("web", "lb9", false);
        CompletableFuture<SwitchoverResult> notSynced = node("lb1").agent.switchover("web", "lb2", false);
        run(1);
        assertThat(unknownGroup.join().message()).contains("mail", "[web]");
        assertThat(unknownNode.join().message()).contains("lb9");
        assertThat(notSynced.join().message()).contains("--force");
        assertThat(node("lb1").agent.isMaster("web")).isTrue();
    }

    @Test
    void aSwitchoverWhoseTargetCannotBindEndsWithoutSuccessAndWithAnOwner() throws Exception {
        pair();
        node("lb2").kernel.refused.add(V6);
        CompletableFuture<SwitchoverResult> result = node("lb1").agent.switchover("web", "lb2", false);
        run(5_100);
        assertThat(result.join().done()).isFalse();
        assertThat(result.join().message()).contains("lb1 is");
        assertThat(node("lb2").kernel.held).isEmpty();
        assertThat(node("lb1").kernel.held).hasSize(2);
    }

    @Test
    void aBindingThatFailsHalfWayTakesBackWhatItBound() throws Exception {
        Node node = add("lb1", List.of("lb1"));
        node.kernel.refused.add(V6);
        run(10);
        assertThat(node.kernel.held).isEmpty();
        GroupStatus.Member self = node.agent.status().getFirst().nodes().getFirst();
        assertThat(self.role()).isEqualTo(Role.FAULT);
        assertThat(self.effectivePriority()).isZero();
        assertThat(self.reasons()).singleElement().asString().contains("ENOSPC");
    }

    @Test
    void anInterfaceThatGoesDownMovesTheAddresses() throws Exception {
        pair();
        node("lb1").monitor.listener().onInterface("eth0", false);
        run(5);
        assertThat(node("lb1").kernel.held).isEmpty();
        assertThat(node("lb2").agent.isMaster("web")).isTrue();
        assertThat(messages()).anyMatch(line -> line.contains("MASTER -> FAULT") && line.contains("eth0"));
    }

    @Test
    void anotherInterfaceThatGoesDownDoesNot() throws Exception {
        pair();
        node("lb1").monitor.listener().onInterface("eth7", false);
        run(5);
        assertThat(node("lb1").agent.isMaster("web")).isTrue();
    }

    @Test
    void anAddressThatSomebodyRemovedIsPutBack() throws Exception {
        pair();
        node("lb1").kernel.held.remove(V4);
        node("lb1").monitor.listener().onAddressRemoved(V4);
        run(1);
        assertThat(node("lb1").kernel.held).hasSize(2);
        assertThat(node("lb1").agent.isMaster("web")).isTrue();
    }

    @Test
    void anAddressOfAFormerLifeIsRemovedAtTheStart() throws Exception {
        Node node = new Node("lb1", NAMES, "eth0");
        node.kernel.held.add(V4);
        node.agent.join();
        assertThat(node.kernel.held).isEmpty();
    }

    @Test
    void anInterfaceThatDoesNotExistIsAClearError() {
        Node node = new Node("lb1", NAMES, "eth9");
        assertThatThrownBy(node.agent::join)
                .isInstanceOf(FloatingIpException.class)
                .hasMessageContaining("eth9")
                .hasMessageContaining("does not exist");
        assertThat(node.monitor.closed).isTrue();
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
    void aMachineThatWasSuspendedForLongerThanTheLeaseIsNoMasterWhenItWakes() throws Exception {
        pair();
        Node master = node("lb1");
        assertThat(master.agent.isMaster("web")).isTrue();

        master.machine.suspendedNanos = Duration.ofSeconds(3).toNanos();
        master.agent.doWork(nowNanos);

        assertThat(master.agent.isMaster("web")).isFalse();
        assertThat(master.kernel.held).isEmpty();
        assertThat(messages()).contains("this machine was suspended for 3000 ms");
    }

    @Test
    void aForeignClaimRaisesAnAlarmAndMovesNothing() throws Exception {
        pair();
        Node master = node("lb1");

        master.conflicts.listener().onConflict(V4, MacAddress.parse("02:00:00:00:00:99"));
        run(10);

        assertThat(master.agent.isMaster("web")).isTrue();
        assertThat(messages()).anyMatch(line -> line.contains("02:00:00:00:00:99 claims 10.9.0.100/24 too"));
        assertThat(master.agent.status().getFirst().nodes().getFirst().reasons())
                .containsExactly("02:00:00:00:00:99 claims 10.9.0.100/24 too");
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

    @Test
    void itsOwnThreadRunsAndStops() throws Exception {
        Node node = new Node("lb1", List.of("lb1"), "eth0");
        HaAgent agent = new HaAgent(node.config, node.ports("lb1"));
        agent.start();
        CompletableFuture<SwitchoverResult> answered = agent.switchover("mail", "", false);
        assertThat(answered.join().done()).isFalse();
        agent.stop();
        assertThat(node.kernel.held).isEmpty();
        assertThat(messages()).contains("group \"web\": MASTER -> INIT, term 1: stopped");
        agent.stop();
    }

    private void pair() throws IOException, FloatingIpException {
        add("lb1", NAMES);
        add("lb2", NAMES);
        run(700);
    }

    private Node add(String name, List<String> peers) throws IOException, FloatingIpException {
        Node node = new Node(name, peers, "eth0");
        node.agent.join();
        nodes.put(name, node);
        return node;
    }

    private Node node(String name) {
        return requireNonNull(nodes.get(name), name);
    }

    private void run(long millis) {
        for (long i = 0; i <= millis; i++) {
            nowNanos += 1_000_000;
            nodes.values().stream().filter(node -> node.alive).forEach(node -> node.agent.doWork(nowNanos));
        }
    }

    private List<String> messages() {
        return new ArrayList<>(logged.list)
                .stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private final class Node {

        final FakeFloatingIp kernel = new FakeFloatingIp();
        final FakeMonitor monitor = new FakeMonitor();
        final FakeConflictMonitor conflicts = new FakeConflictMonitor();
        final FakeMachine machine = new FakeMachine();
        final AgentConfig config;
        final HaAgent agent;
        final List<AgentEvent> events = new ArrayList<>();
        boolean alive = true;

        Node(String name, List<String> peers, String interfaceName) {
            List<FloatingAddress> addresses = List.of(
                    new FloatingAddress(interfaceName, V4.prefix()), new FloatingAddress(interfaceName, V6.prefix()));
            config = new AgentConfig(
                    name,
                    name.equals("lb1") ? 150 : 100,
                    Duration.ofMillis(50),
                    Duration.ofSeconds(2),
                    false,
                    0,
                    List.of(new AgentConfig.Group("web", addresses)),
                    peers);
            agent = new HaAgent(config, ports(name), () -> nowNanos, Runnable::run);
            agent.addEventListener(events::add);
        }

        AgentPorts ports(String name) {
            return new AgentPorts(
                    network.join(name), kernel, monitor, Optional.ofNullable(probe), Optional.of(conflicts), machine);
        }
    }
}
