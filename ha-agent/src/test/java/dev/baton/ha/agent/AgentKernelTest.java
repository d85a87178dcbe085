package dev.baton.ha.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.MacAddress;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.vrrp.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What kernels, interfaces and other machines do to the addresses. */
class AgentKernelTest extends AgentSupport {

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
}
