package dev.baton.ha.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Addresses that are given up by command. */
class AgentHandoverTest extends AgentSupport {

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
    void aSwitchoverIsRefusedAtOnceWhereTheMasterIsNotHeard() throws Exception {
        probe = (_, verdict) -> verdict.accept(network.cut);
        pair();
        network.cut = true;
        run(4_000);
        CompletableFuture<SwitchoverResult> result = node("lb2").agent.switchover("web", "", false);
        run(1);
        assertThat(result.join().done()).isFalse();
        assertThat(result.join().message())
                .contains("lb1, the master, cannot be asked to hand over: not heard for ", "check the interconnect");
    }

    @Test
    void aNodeKnowsWhatNobodyElseCouldTake() throws Exception {
        pair();
        assertThat(irreplaceable("lb1")).isEmpty();
        node("lb2").agent.setMaintenance(true);
        run(60);
        assertThat(irreplaceable("lb1")).containsExactly("web");
        assertThat(irreplaceable("lb2")).isEmpty();
    }

    private List<String> irreplaceable(String node) {
        CompletableFuture<List<String>> groups = node(node).agent.irreplaceable();
        run(1);
        return groups.join();
    }

    @Test
    void aSwitchoverWhoseTargetCannotBindEndsWithoutSuccessAndWithAnOwner() throws Exception {
        pair();
        node("lb2").kernel.refused.add(V6);
        CompletableFuture<SwitchoverResult> result = node("lb1").agent.switchover("web", "lb2", false);
        run(1_000);
        assertThat(result.join().done()).isFalse();
        assertThat(result.join().message()).contains("lb2 did not take over, so lb1 has taken the addresses back");
        assertThat(node("lb2").kernel.held).isEmpty();
        assertThat(node("lb1").kernel.held).hasSize(2);
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
}
