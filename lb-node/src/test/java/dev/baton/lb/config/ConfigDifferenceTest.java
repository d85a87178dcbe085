package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigDifferenceTest {

    private static final String BEFORE = """
            cluster:
              secret_file: /etc/key
              nodes: [{name: lb1, address: 10.9.0.1}, {name: lb2, address: 10.9.0.2}]
            floating_ips: [{name: vip, interface: eth0, addresses: [10.9.0.100/24]}]
            frontends: [{name: web, bind: "10.9.0.100:80", backend: app}]
            backends:
              - name: app
                check: {interval: 2s}
                servers: [{name: a, address: "10.9.0.20:80"}, {name: b, address: "10.9.0.21:80", weight: 2}]
            """;

    @Test
    void namesWhatIsDifferentAndNothingElse() throws Exception {
        String after = """
                cluster: {nodes: [{name: lb1, address: 10.9.0.1}, {address: 10.9.0.2, name: lb2}], secret_file: /etc/key}
                floating_ips: [{name: vip, interface: eth0, addresses: [10.9.0.100/24]}]
                frontends:
                  - {name: mail, bind: "10.9.0.100:25", mode: tcp, backend: app}
                  - {name: web, bind: "10.9.0.100:80", backend: app}   # moved
                backends:
                  - name: app
                    check: {interval: 500ms}
                    servers: [{name: b, address: "10.9.0.21:80", weight: 7}, {name: c, address: "10.9.0.22:80"}]
                """;
        assertThat(ConfigDifference.between(BEFORE, after))
                .extracting(ConfigChange::toString)
                .containsExactly(
                        "added frontends.mail: {name: mail, bind: 10.9.0.100:25, mode: tcp, backend: app}",
                        "changed backends.app.check.interval: 2s -> 500ms",
                        "removed backends.app.servers.a: {name: a, address: 10.9.0.20:80}",
                        "changed backends.app.servers.b.weight: 2 -> 7",
                        "added backends.app.servers.c: {name: c, address: 10.9.0.22:80}");
        assertThat(refused(after)).isEmpty();
    }

    @Test
    void whatARunningNodeCannotFollowIsRefusedByName() throws Exception {
        String after =
                BEFORE.replace("secret_file", "transport: tcp\n  secret_file").replace("eth0", "eth1") + "workers: 3\n";
        assertThat(refused(after))
                .containsExactly(
                        "added cluster.transport: tcp: cannot change while the node runs; restart each node, one after"
                                + " the other",
                        "changed floating_ips.vip.interface: eth0 -> eth1: cannot change while the node runs; restart"
                                + " each node, one after the other",
                        "added workers: 3: cannot change while the node runs; restart the node");
    }

    @Test
    void anotherWayToSayTheSameIsNotRefused() throws Exception {
        assertThat(refused(BEFORE.replace("secret_file", "heartbeat: 30ms\n  secret_file")))
                .isEmpty();
    }

    private static List<String> refused(String after) throws ConfigException {
        return LiveChanges.refused(
                ConfigReader.parse("before", BEFORE),
                ConfigReader.parse("after", after),
                ConfigDifference.between(BEFORE, after));
    }
}
