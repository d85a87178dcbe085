package dev.baton.lb.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.ha.cluster.Rejected;
import dev.baton.ha.status.GroupDeeds;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.status.LoopStatus;
import dev.baton.ha.status.PathStatus;
import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Role;
import dev.baton.lb.health.AdminState;
import dev.baton.lb.health.Condition;
import dev.baton.lb.health.Health;
import dev.baton.lb.pool.BackendStatus;
import dev.baton.lb.pool.ServerStatus;
import dev.baton.lb.tls.CertificateStatus;
import dev.baton.lb.tls.Certificates;
import dev.baton.lb.tls.Identity;
import dev.baton.lb.tls.Issuer;
import dev.baton.lb.tls.Issuer.Issued;
import dev.baton.lb.traffic.BackendTraffic;
import dev.baton.lb.traffic.Figure;
import dev.baton.lb.traffic.FrontendMeter;
import dev.baton.lb.traffic.FrontendTraffic;
import dev.baton.lb.traffic.Handshakes.Failure;
import dev.baton.lb.traffic.Meter;
import dev.baton.lb.traffic.Multiplexing.By;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {

    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{([a-z_]+=\"([^\"\\\\]|\\\\.)*\",?)*})? -?[0-9]+(\\.[0-9]+)?");

    /** A node on which everything there is to tell has happened. */
    static Observation observation() {
        FrontendMeter frontend = new FrontendMeter();
        frontend.handshakes().succeeded(false, 2_000_000);
        frontend.handshakes().succeeded(true, 300_000);
        frontend.handshakes().failed(Failure.NOT_TLS);
        frontend.multiplexing().connectionOpened();
        frontend.multiplexing().streamOpened();
        frontend.multiplexing().streamClosed();
        frontend.multiplexing().reset(By.CLIENT, 8);
        frontend.multiplexing().goAway(By.BATON, 11);
        frontend.multiplexing().goAway(By.CLIENT, 4711);
        Meter web = frontend.passing();
        web.of("loop").add(Figure.STARTED, 5);
        web.of("loop").add(Figure.CLOSED, 2);
        web.of("loop").add(Figure.ANSWERS_2XX, 40);
        web.of("loop").took(1_500_000);
        web.of("loop").took(7_000_000_000L);
        Meter a = new Meter();
        a.of("loop").add(Figure.BYTES_OUT, 12345678901L);
        a.of("loop").took(2_000_000);
        a.of("loop").add(Figure.CHECKS_PASSED, 11);
        a.of("loop").add(Figure.CHECKS_FAILED, 1);
        RoleCounter roles = new RoleCounter();
        roles.onRole(new RoleChange("vip", Role.BACKUP, Role.MASTER, 7, "lb2 died"));
        Condition up = Condition.unknown(AdminState.READY).checked(Health.UP);
        return new Observation(
                "web \"1\"",
                "lb1",
                "1.0",
                2,
                new Observation.Election(
                        List.of(new GroupStatus(
                                "vip",
                                "lb1",
                                7,
                                List.of(),
                                List.of(new GroupStatus.Member("lb1", Role.MASTER, 150, 140, true, 1, List.of())))),
                        List.of(new GroupDeeds("vip", 1, 20, 3, 4, 5, 6)),
                        roles.changes(),
                        List.of(
                                new PathStatus("10.9.0.1", "lb2", 99, Optional.of(Duration.ofMillis(31))),
                                new PathStatus("10.8.0.1", "lb2", 0, Optional.empty())),
                        new Rejected(10, 2, 0, "somebody"),
                        new LoopStatus(1000, Duration.ofMillis(250), Duration.ofMillis(3))),
                List.of(
                        FrontendTraffic.of("web", true, true, frontend),
                        FrontendTraffic.of("mail", false, false, new FrontendMeter())),
                List.of(new BackendStatus("app", List.of(new ServerStatus("a", "10.9.0.20:80", up, 3, 4, a)), 9)),
                List.of(new BackendTraffic("app", a.totals())),
                List.of(new CertificateStatus("web", certificates(), "")),
                new Observation.Affinity(77, Duration.ofMillis(12), 5));
    }

    private static Certificates certificates() {
        Issued issued = Issuer.root("root").issue("EC", "a.example");
        return new Certificates(
                List.of(new Identity(
                        Path.of("/a.pem"),
                        List.of(issued.certificate()),
                        issued.key(),
                        List.of("a.example"),
                        Instant.EPOCH,
                        Instant.ofEpochSecond(1_900_000_000))),
                List.of());
    }

    static String text(boolean openMetrics) {
        return Unpooled.wrappedBuffer(
                        NodeMetrics.text(observation(), openMetrics).toArray(ByteBuffer[]::new))
                .toString(UTF_8);
    }

    @Test
    void whatIsKnownIsToldUnderItsName() {
        assertThat(text(false).lines())
                .contains(
                        "baton_server_checks_total{backend=\"app\",server=\"a\",result=\"passed\"} 11",
                        "baton_server_checks_total{backend=\"app\",server=\"a\",result=\"failed\"} 1",
                        "baton_certificate_not_after_seconds{frontend=\"web\",name=\"a.example\",file=\"/a.pem\"} 1900000000",
                        "baton_certificate_renewal_failed{frontend=\"web\"} 0",
                        "baton_frontend_tls_refused_total{frontend=\"web\",reason=\"not_tls\"} 1",
                        "baton_frontend_tls_refused_total{frontend=\"web\",reason=\"alert\"} 0",
                        "baton_frontend_tls_handshakes_total{frontend=\"web\",session=\"full\"} 1",
                        "baton_frontend_tls_handshakes_total{frontend=\"web\",session=\"resumed\"} 1",
                        "baton_frontend_tls_handshake_seconds_bucket{frontend=\"web\",le=\"0.0005\"} 1",
                        "baton_frontend_tls_handshake_seconds_sum{frontend=\"web\"} 0.002300000",
                        "baton_frontend_http2_connections{frontend=\"web\"} 1",
                        "baton_frontend_http2_streams{frontend=\"web\"} 0",
                        "baton_frontend_http2_streams_opened_total{frontend=\"web\"} 1",
                        "baton_frontend_http2_resets_total{frontend=\"web\",by=\"client\",reason=\"CANCEL\"} 1",
                        "baton_frontend_http2_goaways_total{frontend=\"web\",by=\"baton\",reason=\"ENHANCE_YOUR_CALM\"} 1",
                        "baton_frontend_http2_goaways_total{frontend=\"web\",by=\"client\",reason=\"other\"} 1",
                        "baton_build_info{cluster=\"web \\\"1\\\"\",node=\"lb1\",version=\"1.0\"} 1",
                        "baton_problems 2",
                        "baton_group_term{group=\"vip\"} 7",
                        "baton_group_role{group=\"vip\",member=\"lb1\",role=\"master\"} 1",
                        "baton_group_role{group=\"vip\",member=\"lb1\",role=\"backup\"} 0",
                        "baton_group_priority{group=\"vip\",member=\"lb1\"} 140",
                        "baton_group_transitions_total{group=\"vip\",from=\"backup\",to=\"master\"} 1",
                        "baton_lease_renewals_total{group=\"vip\"} 20",
                        "baton_heartbeats_received_total{path=\"10.9.0.1\",peer=\"lb2\"} 99",
                        "baton_heartbeat_age_seconds{path=\"10.9.0.1\",peer=\"lb2\"} 0.031000000",
                        "baton_interconnect_rejected_total 8",
                        "baton_interconnect_copies_total 2",
                        "baton_election_late_seconds_total 0.250000000",
                        "baton_frontend_connections{frontend=\"web\"} 3",
                        "baton_frontend_requests_total{frontend=\"web\",code=\"2xx\"} 40",
                        "baton_server_sent_bytes_total{backend=\"app\",server=\"a\"} 12345678901",
                        "baton_server_up{backend=\"app\",server=\"a\"} 1",
                        "baton_backend_servers{backend=\"app\",state=\"up\"} 1",
                        "baton_backend_waiting{backend=\"app\"} 9",
                        "baton_affinity_entries 77",
                        "baton_affinity_lag_seconds 0.012000000",
                        "baton_affinity_lag_entries 5");
    }

    @Test
    void classesOfTimesAddUp() {
        assertThat(text(false).lines())
                .contains(
                        "baton_frontend_request_seconds_bucket{frontend=\"web\",le=\"0.001\"} 0",
                        "baton_frontend_request_seconds_bucket{frontend=\"web\",le=\"0.0025\"} 1",
                        "baton_frontend_request_seconds_bucket{frontend=\"web\",le=\"5.0\"} 1",
                        "baton_frontend_request_seconds_bucket{frontend=\"web\",le=\"10.0\"} 2",
                        "baton_frontend_request_seconds_bucket{frontend=\"web\",le=\"+Inf\"} 2",
                        "baton_frontend_request_seconds_sum{frontend=\"web\"} 7.001500000",
                        "baton_frontend_request_seconds_count{frontend=\"web\"} 2",
                        "baton_backend_response_seconds_bucket{backend=\"app\",le=\"0.001\"} 0",
                        "baton_backend_response_seconds_bucket{backend=\"app\",le=\"0.0025\"} 1",
                        "baton_backend_response_seconds_count{backend=\"app\"} 1");
    }

    /** Classes of times for each of a thousand servers would be most of what is told. */
    @Test
    void ofAServersTimesOnlyNumberAndSumAreTold() {
        assertThat(text(false)).contains("""
                        baton_server_response_seconds_sum{backend="app",server="a"} 0.002000000
                        baton_server_response_seconds_count{backend="app",server="a"} 1
                        """).doesNotContain("baton_server_response_seconds_bucket");
    }

    /** Connections have no requests, so they have no such times either. */
    @Test
    void aTcpFrontendHasNoRequests() {
        assertThat(text(false))
                .contains("baton_frontend_accepted_total{frontend=\"mail\"} 0\n")
                .doesNotContain("baton_frontend_requests_total{frontend=\"mail\"", "http2_streams{frontend=\"mail\"");
    }

    @Test
    void theFormatsDifferAsTheirSpecificationsSay() {
        assertThat(text(false))
                .contains("# TYPE baton_lease_renewals_total counter\n")
                .doesNotContain("# EOF");
        assertThat(text(true))
                .contains("# TYPE baton_lease_renewals counter\n", "\nbaton_lease_renewals_total{group=\"vip\"} 20\n")
                .endsWith("# EOF\n");
    }

    /** OpenMetrics 1.0: each family once, its samples together, no sample twice. */
    @Test
    void everyLineIsWellFormedAndEveryFamilyInOnePiece() {
        for (boolean open : new boolean[] {false, true}) {
            Set<String> families = new HashSet<>();
            Set<String> samples = new HashSet<>();
            String family = "";
            for (String line : text(open).lines().toList()) {
                if (line.startsWith("# HELP ")) {
                    family = line.split(" ", 4)[2];
                    assertThat(families.add(family)).as(line).isTrue();
                } else if (!line.startsWith("#")) {
                    assertThat(line).matches(SAMPLE).startsWith(family);
                    assertThat(samples.add(line.substring(0, line.lastIndexOf(' '))))
                            .as(line)
                            .isTrue();
                }
            }
            assertThat(families).hasSizeGreaterThan(40);
        }
    }
}
