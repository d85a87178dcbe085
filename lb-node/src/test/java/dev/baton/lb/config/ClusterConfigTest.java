package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.ClusterConfig.NodeConfig;
import dev.baton.lb.config.ClusterConfig.Transport;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {

    private static final InetAddress ONE = InetAddress.ofLiteral("10.9.0.1");
    private static final InetAddress TWO = InetAddress.ofLiteral("10.9.0.2");
    private static final NodeConfig LB1 = new NodeConfig("lb1", List.of(ONE), 150);
    private static final NodeConfig LB2 = new NodeConfig("lb2", List.of(TWO), 100);

    @Test
    void aNodeIsFoundByNameAndByAddress() {
        ClusterConfig cluster = cluster(LB1, LB2);

        assertThat(cluster.node("lb2")).contains(LB2);
        assertThat(cluster.node("lb")).isEmpty();
        assertThat(cluster.nodeByAddress(List.of(InetAddress.getLoopbackAddress(), ONE)))
                .contains(LB1);
        assertThat(cluster.nodeByAddress(List.of())).isEmpty();
        assertThat(cluster.nodeByAddress(List.of(ONE, TWO))).isEmpty();
    }

    @Test
    void whoIsNotFoundIsToldTheWayOut() {
        ClusterConfig cluster = cluster(LB1, LB2);

        assertThat(cluster.noSuchNode("lb12"))
                .isEqualTo("there is no node \"lb12\"; the nodes are: lb1, lb2; did you mean \"lb1\"?");
        assertThat(cluster.noNodeByAddress(List.of()))
                .isEqualTo("no node in the configuration has an address of this machine;"
                        + " say which one it is with --node NAME (lb1 10.9.0.1, lb2 10.9.0.2)");
        assertThat(cluster.noNodeByAddress(List.of(ONE, TWO)))
                .startsWith("this machine has the addresses of several nodes: lb1, lb2; say which");
    }

    @Test
    void aLoneNodeTakesAnyName() {
        assertThat(cluster().node("whatever")).map(NodeConfig::name).contains("whatever");
        assertThat(cluster().nodeByAddress(List.of())).map(NodeConfig::name).contains("local");
    }

    private static ClusterConfig cluster(NodeConfig... nodes) {
        return new ClusterConfig(
                "web",
                Optional.empty(),
                true,
                Transport.UDP,
                new ElectionConfig(
                        Duration.ofMillis(50), Duration.ZERO, false, Duration.ofSeconds(2), false, List.of()),
                List.of(nodes));
    }
}
