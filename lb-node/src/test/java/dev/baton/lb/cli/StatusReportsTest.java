package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.ha.cluster.Rejected;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.status.PathStatus;
import dev.baton.ha.vrrp.Role;
import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusReportsTest {

    private final BatonConfig config;

    StatusReportsTest() throws ConfigException {
        config = ConfigReader.parse("baton.yaml", """
                cluster:
                  name: web
                  insecure: true
                  heartbeat: 50ms
                  nodes:
                    - {name: lb1, address: 10.9.0.1}
                    - {name: lb2, address: 10.9.0.2}
                frontends:
                  - {name: web, bind: "10.9.0.100:80", mode: tcp, backend: app}
                backends:
                  - {name: app, servers: [{name: a, address: 10.9.0.20:8000}]}
                """);
    }

    @Test
    void aNodeThatRunsAnotherConfigurationIsToldOnceWithWhoseFileTheCommandTakes() {
        assertThat(problems(1))
                .containsExactly("node lb2 runs another configuration than lb1; baton reload --cluster gives all nodes"
                        + " the file of the node where it is run, so run it where the file is right, with --dry-run"
                        + " first");
        assertThat(problems(StatusReports.shortDigest(config))).isEmpty();
    }

    @Test
    void aNodeIsHeardLatelyWhereOneNetworkHasHadItsHeartbeats() {
        assertThat(heardLately(Optional.of(Duration.ofMillis(900)))).isTrue();
        assertThat(heardLately(Optional.of(Duration.ofMillis(1_100)))).isFalse();
        assertThat(heardLately(Optional.empty())).isFalse();
    }

    private boolean heardLately(Optional<Duration> silence) {
        return StatusReports.heardLately(
                config,
                List.of(
                        new PathStatus("10.9.0.1", "lb3", 7, Optional.of(Duration.ZERO)),
                        new PathStatus("10.9.0.1", "lb2", 7, silence)),
                "lb2");
    }

    private List<String> problems(long digestOfPeer) {
        long digest = StatusReports.shortDigest(config);
        List<GroupStatus.Member> members = List.of(
                new GroupStatus.Member("lb1", Role.MASTER, 150, 150, true, digest, List.of()),
                new GroupStatus.Member("lb2", Role.BACKUP, 100, 100, true, digestOfPeer, List.of()));
        return StatusReports.of(
                        config,
                        "lb1",
                        List.of(
                                new GroupStatus("web", "lb1", 1, List.of(), members),
                                new GroupStatus("mail", "lb1", 1, List.of(), members)),
                        List.of(),
                        Rejected.NOTHING,
                        List.of(),
                        List.of(),
                        StatusReport.Affinity.NOTHING,
                        false)
                .problems();
    }
}
