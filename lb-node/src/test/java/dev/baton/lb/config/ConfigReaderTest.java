package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.floatingip.IpPrefix;
import dev.baton.lb.config.BackendConfig.ServerConfig;
import dev.baton.lb.config.ClusterConfig.NodeConfig;
import dev.baton.lb.config.ClusterConfig.Transport;
import dev.baton.lb.config.FrontendConfig.Mode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {

    private static final String LONE = """
            frontends: [{name: web, bind: ":8080", backend: app}]
            backends: [{name: app, servers: [{name: a, address: 127.0.0.1:8000}]}]
            """;

    @TempDir
    private Path directory;

    @Test
    void smallestPairGetsTheDefaults() throws Exception {
        BatonConfig config =
                ConfigReader.parse("baton.yaml", DocumentationTest.yamlBlocks().getFirst());

        assertThat(config.cluster())
                .isEqualTo(new ClusterConfig(
                        "baton",
                        Optional.of(Path.of("/etc/baton/cluster.key")),
                        false,
                        Transport.UDP,
                        new ElectionConfig(
                                Duration.ofMillis(30),
                                Duration.ofSeconds(2),
                                false,
                                Duration.ofSeconds(2),
                                false,
                                List.of()),
                        List.of(
                                new NodeConfig("lb1", List.of(address("10.9.0.1")), 100),
                                new NodeConfig("lb2", List.of(address("10.9.0.2")), 100))));
        assertThat(config.floatingIps())
                .containsExactly(new FloatingIpConfig(
                        "web",
                        "eth0",
                        List.of(IpPrefix.parse("10.9.0.100/24")),
                        new DriverConfig.Netlink(""),
                        AnnounceConfig.DEFAULT,
                        Duration.ZERO,
                        List.of(),
                        NotifyConfig.NOBODY));
        assertThat(config.frontends())
                .containsExactly(
                        new FrontendConfig("web", socket("10.9.0.100", 80), Mode.HTTP, "app", ClientConfig.DEFAULT));
        assertThat(config.backends())
                .containsExactly(new BackendConfig(
                        "app",
                        Balance.ByServers.ROUND_ROBIN,
                        Duration.ZERO,
                        CheckConfig.DEFAULT,
                        List.of(
                                new ServerConfig("a", socket("10.9.0.20", 8000), 1, false),
                                new ServerConfig("b", socket("10.9.0.21", 8000), 1, false)),
                        ServerTimeouts.DEFAULT));
        assertThat(config.workers()).isZero();
        assertThat(config.admin())
                .isEqualTo(new AdminConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void whatMovesTheAddressesIsReadAndWarnedOf() throws Exception {
        BatonConfig config = ConfigReader.parse("/etc/baton/baton.yaml", LONE + """
                cluster: {lease: 0, nodes: [{name: n, address: 10.0.0.9}]}
                floating_ips:
                  - {name: g, interface: eth0, addresses: [10.0.0.1], label: "eth0:web"}
                  - {name: h, interface: eth0, addresses: [10.0.0.2], driver: exec, program: move-ip}
                  - {name: i, interface: eth0, addresses: [10.0.0.3], driver: exec, program: /bin/x, timeout: 1m}
                """);
        assertThat(config.floatingIps())
                .extracting(FloatingIpConfig::driver)
                .containsExactly(
                        new DriverConfig.Netlink("eth0:web"),
                        new DriverConfig.Exec(Path.of("/etc/baton/move-ip"), Duration.ofSeconds(10)),
                        new DriverConfig.Exec(Path.of("/bin/x"), Duration.ofMinutes(1)));
        assertThat(Caveats.of(config))
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"g\"", "lease: 0"),
                        second -> assertThat(second).contains("\"h\"", "driver: exec", "/etc/baton/move-ip"),
                        third -> assertThat(third).contains("\"i\"", "driver: exec"));
    }

    @Test
    void trackersAndHooksOfAGroupAreRead() throws Exception {
        FloatingIpConfig group = ConfigReader.parse("/etc/baton/baton.yaml", LONE + """
                        cluster: {nodes: [{name: n, address: 10.0.0.9}]}
                        floating_ips:
                          - name: g
                            interface: eth0
                            addresses: [10.0.0.1]
                            announce: {burst: 0, rounds: 20, round_interval: 2s, refresh: 0}
                            trackers:
                              - {name: uplink, type: interface, interface: eth1, weight: -60}
                              - {name: disk, type: script, program: check-disk, args: [/var, 90], interval: 5s,
                                 timeout: 2s, rise: 3, fall: 4}
                              - {name: bird, type: process, process: bird, weight: 5}
                              - {name: gw, type: gateway, address: 10.0.0.254, interface: eth0}
                            notify: {on_master: /bin/up, on_fault: alarm, timeout: 1m}
                        """)
                .floatingIps()
                .getFirst();

        assertThat(group.announce())
                .isEqualTo(new AnnounceConfig(0, Duration.ofMillis(50), 20, Duration.ofSeconds(2), Duration.ZERO));
        TrackerConfig.Rhythm usual = new TrackerConfig.Rhythm(Duration.ofSeconds(1), 2, 2);
        assertThat(group.trackers())
                .containsExactly(
                        new TrackerConfig("uplink", -60, new TrackerConfig.Carrier("eth1")),
                        new TrackerConfig(
                                "disk",
                                0,
                                new TrackerConfig.Script(
                                        Path.of("/etc/baton/check-disk"),
                                        List.of("/var", "90"),
                                        Duration.ofSeconds(2),
                                        new TrackerConfig.Rhythm(Duration.ofSeconds(5), 3, 4))),
                        new TrackerConfig("bird", 5, new TrackerConfig.Running("bird", usual)),
                        new TrackerConfig(
                                "gw",
                                0,
                                new TrackerConfig.Gateway(
                                        address("10.0.0.254"), "eth0", Duration.ofSeconds(1), usual)));
        assertThat(group.hooks())
                .isEqualTo(new NotifyConfig(
                        Optional.of(Path.of("/bin/up")),
                        Optional.empty(),
                        Optional.of(Path.of("/etc/baton/alarm")),
                        Duration.ofMinutes(1)));
    }

    @Test
    void everyKeyIsRead() throws Exception {
        BatonConfig config = ConfigReader.parse("baton.yaml", """
                cluster:
                  {name: x, insecure: true, transport: tcp, heartbeat: 1s, lease: 1m, preempt: true,
                   preempt_delay: 1m, quorum: true, witness: [10.9.0.254, "fd00::fe"],
                   nodes: [{name: n, addresses: ["fd00::1", 10.8.0.1], priority: 254},
                           {name: o, addresses: ["fd00::2", 10.8.0.2]}, {name: p, addresses: ["fd00::3", 10.8.0.3]}]}
                floating_ips: [{name: g, interface: eth0.7, addresses: [10.0.0.1, 10.0.0.2/31, "fd00:9::100/64"]}]
                frontends: [{name: f, bind: "[::]:25", mode: tcp, backend: b}]
                backends:
                  - name: b
                    balance: round_robin
                    check: {type: tcp, interval: 10ms, timeout: 60m, rise: 1, fall: 100}
                    servers: [{name: s, address: "[fd00::2]:25", weight: 0}]
                workers: 4
                admin: {http: "*:9180", read_group: adm, write_group: 1000}
                """);

        assertThat(config.cluster())
                .isEqualTo(new ClusterConfig(
                        "x",
                        Optional.empty(),
                        true,
                        Transport.TCP,
                        new ElectionConfig(
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(1),
                                true,
                                Duration.ofMinutes(1),
                                true,
                                List.of(address("10.9.0.254"), address("fd00::fe"))),
                        List.of(
                                new NodeConfig("n", List.of(address("fd00::1"), address("10.8.0.1")), 254),
                                new NodeConfig("o", List.of(address("fd00::2"), address("10.8.0.2")), 100),
                                new NodeConfig("p", List.of(address("fd00::3"), address("10.8.0.3")), 100))));
        assertThat(config.floatingIps().getFirst().addresses())
                .extracting(IpPrefix::toString)
                .containsExactly("10.0.0.1/32", "10.0.0.2/31", "fd00:9::100/64");
        assertThat(config.frontends())
                .containsExactly(new FrontendConfig("f", socket("::", 25), Mode.TCP, "b", ClientConfig.DEFAULT));
        assertThat(config.backends().getFirst().health().check())
                .isEqualTo(CheckConfig.of(
                        new CheckConfig.Tcp(),
                        new CheckConfig.Rhythm(
                                Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMinutes(60), 1, 100)));
        assertThat(config.backends().getFirst().servers())
                .containsExactly(new ServerConfig("s", socket("fd00::2", 25), 0, false));
        assertThat(config.workers()).isEqualTo(4);
        assertThat(config.admin())
                .isEqualTo(new AdminConfig(
                        Optional.of("adm"),
                        Optional.of("1000"),
                        Optional.of(socket("0.0.0.0", 9180)),
                        Optional.empty()));
    }

    @Test
    void leaseZeroIsNoLease() throws Exception {
        for (String lease : List.of("0", "0s")) {
            BatonConfig config = ConfigReader.parse("baton.yaml", "cluster: {lease: " + lease + "}\n" + LONE);
            assertThat(config.cluster().election().lease()).isZero();
        }
    }

    @Test
    void anchorsShareABlock() throws Exception {
        BatonConfig config = ConfigReader.parse("baton.yaml", """
                frontends: [{name: web, bind: ":80", backend: a}]
                backends:
                  - {name: a, check: &quick {interval: 100ms}, servers: [{name: s, address: 10.0.0.1:80}]}
                  - {name: b, check: *quick, servers: [{name: s, address: 10.0.0.1:80}]}
                """);

        assertThat(config.backends())
                .extracting(backend -> backend.health().check().rhythm().interval())
                .containsOnly(Duration.ofMillis(100));
    }

    @Test
    void aFileIsReadAndDigested() throws Exception {
        Path file = Files.writeString(directory.resolve("baton.yaml"), "cluster: {secret_file: key}\n" + LONE);

        BatonConfig config = ConfigReader.read(file);

        assertThat(config.cluster().secretFile()).contains(directory.resolve("key"));
        assertThat(config.digest())
                .matches("[0-9a-f]{64}")
                .isEqualTo(ConfigReader.parse("other", Files.readString(file)).digest())
                .isNotEqualTo(ConfigReader.parse("other", LONE).digest());
    }

    @Test
    void aFileThatCannotBeReadIsOneProblemWithoutAPlace() throws Exception {
        Path missing = directory.resolve("missing.yaml");
        assertThatThrownBy(() -> ConfigReader.read(missing))
                .isInstanceOf(ConfigException.class)
                .hasMessage(missing + ": there is no such file");
        assertThatThrownBy(() -> ConfigReader.read(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory + ": cannot be read: Is a directory");

        Path large = Files.writeString(directory.resolve("large.yaml"), "#".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> ConfigReader.read(large))
                .isInstanceOf(ConfigException.class)
                .hasMessage(large + ": larger than 1 MiB; is it the right file?");
    }

    @Test
    void bytesThatAreNotUtf8HaveAPlace() throws Exception {
        Path file = Files.write(
                directory.resolve("latin.yaml"), "a: 1\nb: \u00e9t\u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ConfigReader.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":2:4: not UTF-8 text from here on");
    }

    @Test
    void timeoutsAndLimitsComeFromTheirOwnPlaceOrTheWholeFile() throws Exception {
        BatonConfig config = ConfigReader.parse("/etc/baton/baton.yaml", """
                timeouts: {idle: 5s, server: 7s}
                frontends:
                  - name: f
                    bind: ":80"
                    backend: b
                    timeouts: {client: 30ms}
                    limits: {head: 32KiB, fields: 200, body: 0B}
                backends:
                  - {name: b, timeouts: {connect: 1s, tunnel: 1440m}, servers: [{name: s, address: 10.0.0.1:80}]}
                """);
        assertThat(config.frontends().getFirst().clients())
                .isEqualTo(new ClientConfig(
                        new ClientTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMillis(30)),
                        new HttpLimits(32 << 10, 8 << 10, 200, 0)));
        assertThat(config.backends().getFirst().timeouts())
                .isEqualTo(new ServerTimeouts(
                        Duration.ofSeconds(1), Duration.ofSeconds(7), Duration.ofDays(1), Duration.ofSeconds(30)));
    }

    @Test
    void http2HasBoundsOfItsOwn() throws ConfigException {
        String frontend = """
                frontends: [{name: a, bind: ":80", backend: b, %s}]
                backends: [{name: b, servers: [{name: s, address: "10.0.0.1:80"}]}]
                """;
        String keys = "http2: {clear_text: true, max_streams: 7, window: 64KiB, max_resets: 8, max_control_frames: 9}";
        assertThat(ConfigReader.parse("test", frontend.formatted(keys))
                        .frontends()
                        .getFirst()
                        .clients()
                        .http2())
                .isEqualTo(new Http2Config(true, 7, 64 << 10, 8, 9));
        assertThat(ConfigReader.parse("test", frontend.formatted("http2: {}"))
                        .frontends()
                        .getFirst()
                        .clients()
                        .http2())
                .isEqualTo(Http2Config.DEFAULT);
        assertThatThrownBy(() -> ConfigReader.parse("test", frontend.formatted("mode: tcp, http2: {}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http2 is for mode: http");
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    private static InetSocketAddress socket(String host, int port) {
        return new InetSocketAddress(address(host), port);
    }
}
