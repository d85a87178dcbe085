package dev.baton.lb.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lb.history.NodeEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServerTest {

    @TempDir
    private Path directory;

    private final NodeOperations node = new NodeOperations() {
        @Override
        public StatusReport status() {
            return new StatusReport(
                    "web",
                    "lb1",
                    "abc",
                    true,
                    List.of(),
                    List.of(new StatusReport.FloatingIpGroup(
                            "vip",
                            null,
                            7,
                            List.of("10.9.0.100/24"),
                            List.of(new StatusReport.Node("lb1", "BACKUP", 150, 120, false, List.of("why"))))),
                    List.of(new StatusReport.Path("10.9.0.1", "lb2", null)),
                    new StatusReport.Interconnect(3, 1, "10.9.0.66:7800: garbled"),
                    List.of(new StatusReport.Frontend("web", "http", false, "10.9.0.100:80")),
                    List.of(new StatusReport.Backend(
                            "app", List.of(new StatusReport.Server("a", "10.9.0.20:8000", "up", 3)))),
                    List.of(new StatusReport.Certificate(
                            "web", "/etc/a.pem", List.of("a.example"), "2030-01-02T03:04:05Z", 9)),
                    StatusReport.Affinity.NOTHING);
        }

        @Override
        public byte[] metrics(boolean openMetrics) {
            return (openMetrics ? metrics + "# EOF\n" : metrics).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public TrafficReport traffic() {
            return new TrafficReport("lb1", 12, List.of(0.5), List.of(), List.of());
        }

        @Override
        public EventsReport events() {
            return new EventsReport(
                    List.of(
                            event(41, "alarm", "", "", "the interconnect is cut"),
                            event(42, "role", "BACKUP", "MASTER", "lb2 died")),
                    42);
        }

        private static NodeEvent event(long number, String kind, String from, String to, String reason) {
            return new NodeEvent(number, "2026-01-02T03:04:05.678Z", "vip", kind, from, to, 7, reason);
        }

        @Override
        public CompletableFuture<WhyReport> why() {
            return CompletableFuture.completedFuture(
                    new WhyReport("lb1", List.of(new WhyReport.Group("vip", List.of("BACKUP for 3 ms: started")))));
        }

        @Override
        public void setMaintenance(boolean on) throws IOException {
            if (on) {
                throw new IOException("the disk is full");
            }
        }

        @Override
        public ServersReport servers() {
            return new ServersReport(List.of(new ServersReport.Row(
                    "app", "a", "10.9.0.20:8000", "drain", "up", "drain", "ready", false, 3, 7, 2)));
        }

        @Override
        public void changeServer(ServerRequest request) throws IOException {
            if (!request.equals(new ServerRequest("app", "a", "drain", null))) {
                throw new IllegalArgumentException("there is no such server");
            }
        }

        @Override
        public CompletableFuture<ReloadReport> reload(ReloadRequest request) {
            return CompletableFuture.completedFuture(new ReloadReport(
                    true,
                    request.dryRun(),
                    List.of("added frontends.mail"),
                    List.of(),
                    List.of(),
                    List.of(),
                    "abc",
                    3));
        }

        @Override
        public CompletableFuture<ReloadReport> prepareReload(PrepareRequest request) {
            return CompletableFuture.failedFuture(new IOException("not now"));
        }

        @Override
        public CompletableFuture<ReloadReport> decideReload(ReloadDecision decision) {
            return CompletableFuture.failedFuture(new IOException("not now"));
        }

        @Override
        public CompletableFuture<AdminAnswer> forward(String name, AdminQuestion question) {
            return name.equals("lb2")
                    ? CompletableFuture.completedFuture(new AdminAnswer(200, "{\"node\":\"lb2\"}"))
                    : CompletableFuture.failedFuture(new IOException("there is no node \"" + name + "\""));
        }

        @Override
        public AffinityReport affinity(AffinityRequest request) {
            return new AffinityReport(
                    List.of(new AffinityReport.Known("app", 2, "00000000000000ff")),
                    List.of(new AffinityReport.Count("app", "a", 2)),
                    List.of(new AffinityReport.Client("app", "a", request.value() + "/" + request.limit(), 1500)));
        }

        @Override
        public AffinityChange.Answer changeAffinity(AffinityChange change) {
            throw new IllegalArgumentException("nothing is kept");
        }

        @Override
        public CompletableFuture<SwitchoverAnswer> switchover(SwitchoverRequest request) {
            return request.target().equals("lb2")
                    ? CompletableFuture.completedFuture(new SwitchoverAnswer(true, request.group(), 12.5))
                    : CompletableFuture.failedFuture(new IllegalStateException("unfit"));
        }
    };

    private volatile String metrics = "baton_build_info 1\n";
    private volatile Users.Peer peer = new Users.Peer(0, Set.of(0L));

    private final Users users = new Users() {

        @Override
        public Peer peer(int descriptor) {
            return peer;
        }

        @Override
        public String name(long user) {
            return user == 7 ? "baton" : "u" + user;
        }

        @Override
        public long self() {
            return 7;
        }
    };

    @Test
    void usersAndGroupsDecideWhoMayReadAndWhoMayChange() throws IOException {
        String status = "GET /v1/status HTTP/1.1\r\nHost: baton\r\n\r\n";
        String elsewhere = "GET /v1/why HTTP/1.1\r\nHost: baton\r\nBaton-Node: lb2\r\n\r\n";
        SocketAccess access = new SocketAccess(
                users,
                Optional.of(new SocketAccess.Group("watch", 100)),
                Optional.of(new SocketAccess.Group("ops", 200)));
        try (AdminServer _ = AdminServer.start(socket(), access, node)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-rw-rw-");
            for (Users.Peer each : List.of(
                    new Users.Peer(0, Set.of(0L)),
                    new Users.Peer(7, Set.of(7L)),
                    new Users.Peer(8, Set.of(8L, 200L)))) {
                peer = each;
                assertThat(exchange(status)).startsWith("HTTP/1.1 200");
                assertThat(post("/v1/maintenance", "{\"on\":false}")).startsWith("HTTP/1.1 200");
            }
            peer = new Users.Peer(9, Set.of(9L, 100L));
            assertThat(exchange(status)).startsWith("HTTP/1.1 200");
            assertThat(exchange(elsewhere)).startsWith("HTTP/1.1 200");
            assertThat(post("/v1/affinity", "{\"limit\":3}")).startsWith("HTTP/1.1 200");
            assertThat(post("/v1/maintenance", "{\"on\":false}"))
                    .startsWith("HTTP/1.1 403")
                    .endsWith("{\"error\":\"POST /v1/maintenance is not for user u9: root, user baton and group ops"
                            + " (admin.write_group) may change, group watch (admin.read_group) may read\"}");
            peer = new Users.Peer(10, Set.of(10L));
            for (String request :
                    List.of(status, elsewhere, "GET /nope HTTP/1.1\r\n\r\n", "OPTIONS * HTTP/1.1\r\n\r\n")) {
                assertThat(exchange(request)).startsWith("HTTP/1.1 403").contains("is not for user u10");
            }
            assertThat(post("/v1/affinity", "{}")).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void affinityIsAskedForAndChanged() throws IOException {
        try (AdminServer _ = start()) {
            assertThat(post("/v1/affinity", "{\"backend\":\"app\",\"value\":\"a b\",\"limit\":3}"))
                    .endsWith("""
                            {"backends":[{"backend":"app","clients":2,"digest":"00000000000000ff"}],\
                            "servers":[{"backend":"app","server":"a","clients":2}],\
                            "clients":[{"backend":"app","server":"a","key":"a b/3","expires_ms":1500}]}""");
            assertThat(post("/v1/affinity/change", "{\"action\":\"set\",\"of\":{\"backend\":\"app\"}}"))
                    .startsWith("HTTP/1.1 400")
                    .contains("nothing is kept");
        }
    }

    @Test
    void statusHasTheNamesThatOutsideProgramsRelyOn() throws IOException {
        try (AdminServer _ = start()) {
            String answer = exchange("GET /v1/status HTTP/1.1\r\nHost: baton\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("""
                            {"cluster":"web","node":"lb1","config_digest":"abc","healthy":true,"problems":[],\
                            "floating_ips":[{"name":"vip","master":null,"term":7,"addresses":["10.9.0.100/24"],\
                            "nodes":[{"name":"lb1","role":"BACKUP","priority":150,"effective_priority":120,\
                            "synced":false,"reasons":["why"]}]}],\
                            "paths":[{"address":"10.9.0.1","peer":"lb2","heard_ms":null}],\
                            "interconnect":{"rejected":3,"rejected_lately":1,"last_rejected":"10.9.0.66:7800: garbled"},\
                            "frontends":[{"name":"web","mode":"http","tls":false,"bind":"10.9.0.100:80"}],\
                            "backends":[{"name":"app","servers":[{"name":"a","address":"10.9.0.20:8000",\
                            "state":"up","connections":3}]}],"certificates":[{"frontend":"web","file":"/etc/a.pem","names":["a.example"],\
                            "not_after":"2030-01-02T03:04:05Z","days_left":9}],"affinity":{"entries":0,"lag_ms":0,"lag_entries":0,"digest":"0000000000000000"}}""");
        }
    }

    @Test
    void serversAreReadAndChanged() throws IOException {
        String servers = """
                {"servers":[{"backend":"app","name":"a","address":"10.9.0.20:8000","state":"drain","health":"up",\
                "operator":"drain","agent":"ready","ejected":false,"weight":3,"connections":7,"waiting":2}]}""";
        try (AdminServer _ = start()) {
            assertThat(exchange("GET /v1/servers HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .endsWith(servers);
            assertThat(post("/v1/servers", "{\"backend\":\"app\",\"server\":\"a\",\"state\":\"drain\"}"))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith(servers);
            assertThat(post("/v1/servers", "{\"backend\":\"app\",\"server\":\"z\",\"weight\":1}"))
                    .startsWith("HTTP/1.1 400")
                    .endsWith("{\"error\":\"there is no such server\"}");
        }
    }

    @Test
    void eventsHaveTheNamesThatOutsideProgramsRelyOn() throws IOException {
        try (AdminServer _ = start()) {
            assertThat(exchange("GET /v1/events?after=41 HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .endsWith("""
                            {"events":[{"number":42,"time":"2026-01-02T03:04:05.678Z","group":"vip","kind":"role",\
                            "from":"BACKUP","to":"MASTER","term":7,"reason":"lb2 died"}],"last":42}""");
            assertThat(exchange("GET /v1/events HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .contains("\"kind\":\"alarm\"", "\"kind\":\"role\"");
            assertThat(exchange("GET /v1/events?after=x HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .startsWith("HTTP/1.1 400")
                    .contains("is not the number of an event");
        }
    }

    @Test
    void whyAnswersWhatTheNodeSays() throws IOException {
        try (AdminServer _ = start()) {
            assertThat(exchange("GET /v1/why HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("""
                            {"node":"lb1","groups":[{"name":"vip","reasons":["BACKUP for 3 ms: started"]}]}""");
        }
    }

    @Test
    void aWishForMaintenanceThatCannotBeKeptFails() throws IOException {
        try (AdminServer _ = start()) {
            assertThat(post("/v1/maintenance", "{\"on\":false}")).startsWith("HTTP/1.1 200 OK");
            assertThat(post("/v1/maintenance", "{\"on\":true}"))
                    .startsWith("HTTP/1.1 500")
                    .endsWith("{\"error\":\"the disk is full\"}");
            assertThat(post("/v1/maintenance", "[]")).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void switchoverAnswersWhatTheNodeSays() throws IOException {
        try (AdminServer _ = start()) {
            assertThat(post("/v1/switchover", "{\"group\":\"vip\",\"target\":\"lb2\",\"force\":false}"))
                    .endsWith("{\"done\":true,\"message\":\"vip\",\"duration_ms\":12.5}");
            assertThat(post("/v1/switchover", "{\"group\":\"vip\",\"target\":\"lb3\",\"force\":false}"))
                    .startsWith("HTTP/1.1 500")
                    .endsWith("{\"error\":\"unfit\"}");
        }
    }

    @Test
    void whatIsWrongIsRefusedWithItsReason() throws IOException {
        try (AdminServer _ = start()) {
            assertThat(post("/v1/switchover", "not json")).startsWith("HTTP/1.1 400");
            assertThat(post("/v1/status", "")).startsWith("HTTP/1.1 405");
            assertThat(exchange("GET /nope HTTP/1.1\r\nHost: baton\r\n\r\n")).startsWith("HTTP/1.1 404");
            for (String more : List.of("", "Connection: close\r\n", "Expect: 100-continue\r\n")) {
                assertThat(exchange("POST /v1/switchover HTTP/1.1\r\n" + more + "Content-Length: 70000\r\n\r\n"))
                        .startsWith("HTTP/1.1 413")
                        .contains("longer than 65536 bytes");
            }
            assertThat(exchange("\u0016\u0003\u0001 hello\r\n\r\n")).startsWith("HTTP/1.1 400");
            assertThat(exchange("POST /v1/maintenance HTTP/1.1\r\nOrigin: https://a\r\nContent-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 403")
                    .contains("no page that a browser shows may change anything");
        }
    }

    @Test
    void onlyTheOwnerMayOpenTheSocket() throws IOException {
        try (AdminServer _ = start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondNodeIsRefusedAndADeadOnesSocketReplaced() throws IOException {
        try (AdminServer _ = start()) {
            assertThatThrownBy(() -> start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("this node runs already");
        }
        Files.writeString(socket(), "");
        try (AdminServer _ = start()) {
            assertThat(exchange("GET /v1/status HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void theNetworkMayReadAndNotChange() throws IOException {
        InetSocketAddress http = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        try (AdminServer _ = start(http)) {
            assertThat(overNetwork(http, "GET /v1/status HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK");
            assertThat(overNetwork(http, "POST /v1/switchover HTTP/1.1\r\nHost: baton\r\nContent-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void metricsComeInTheFormatThatIsAskedFor() throws IOException {
        InetSocketAddress http = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        try (AdminServer _ = start(http)) {
            assertThat(overNetwork(http, "GET /metrics HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n")
                    .endsWith("\r\n\r\nbaton_build_info 1\n");
            String prometheus = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";
            assertThat(overNetwork(http, "GET /metrics HTTP/1.1\r\nHost: baton\r\nAccept: " + prometheus + "\r\n\r\n"))
                    .contains("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n")
                    .endsWith("# EOF\n");
            assertThat(exchange("GET /v1/traffic HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .endsWith("""
                            {"node":"lb1","at_ms":12,"latency_bounds_ms":[0.5],"frontends":[],"servers":[]}""");
        }
    }

    /** The page must work where there is no network but to this node. */
    @Test
    void theDashboardAsksNobodyElse() throws IOException {
        try (AdminServer _ = start()) {
            assertThat(exchange("GET / HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .contains("content-type: text/html; charset=utf-8\r\n")
                    .contains("content-security-policy: default-src 'none'; ")
                    .contains("<title>Baton</title>")
                    .doesNotContain("src=\"http", "href=\"http", "@import", "url(");
        }
    }

    @Test
    void whatIsDocumentedIsServed() throws IOException {
        String document = Files.readString(Path.of("../docs/api.md"));
        List<MatchResult> resources = Pattern.compile("`(GET|POST) (/[^`]*)`")
                .matcher(document)
                .results()
                .toList();
        assertThat(resources).hasSizeGreaterThan(12);
        try (AdminServer _ = start()) {
            for (MatchResult each : resources) {
                String answer = each.group(1).equals("GET")
                        ? exchange("GET " + each.group(2) + " HTTP/1.1\r\nHost: baton\r\n\r\n")
                        : post(each.group(2), "[]");
                assertThat(answer)
                        .as(each.group())
                        .startsWith(each.group(1).equals("GET") ? "HTTP/1.1 200" : "HTTP/1.1 400");
            }
        }
    }

    /** Whoever only sits there gives way, the oldest first. */
    @Test
    void idleClientsKeepNobodyOut() throws IOException {
        List<SocketChannel> idle = new ArrayList<>();
        try (AdminServer _ = start()) {
            for (int i = 0; i < 1000; i++) {
                idle.add(SocketChannel.open(UnixDomainSocketAddress.of(socket())));
                idle.getLast().write(ByteBuffer.wrap("GET /v1/st".getBytes(StandardCharsets.US_ASCII)));
            }
            assertThat(exchange("GET /v1/status HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
            assertThat(idle.getFirst().read(ByteBuffer.allocate(1))).isEqualTo(-1);
            idle.getLast().write(ByteBuffer.wrap("atus HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(idle.getLast().read(ByteBuffer.allocate(1))).isEqualTo(1);
        } finally {
            for (SocketChannel socket : idle) {
                socket.close();
            }
        }
    }

    /** Each asks for what it then does not read: a big answer is on the way to none but the last ones. */
    @Test
    void answersThatNobodyReadsAreBounded() throws IOException {
        metrics = "x".repeat(1 << 20);
        List<SocketChannel> idle = new ArrayList<>();
        try (AdminServer _ = start()) {
            for (int i = 0; i < 40; i++) {
                idle.add(SocketChannel.open(UnixDomainSocketAddress.of(socket())));
                idle.getLast()
                        .write(ByteBuffer.wrap("GET /metrics HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            }
            assertThat(exchange("GET /metrics HTTP/1.1\r\n\r\n")).hasSizeGreaterThan(1 << 20);
            assertThat(readAll(idle.getFirst()).length()).isLessThan(1 << 20);
            assertThat(readAll(idle.getLast()).length()).isGreaterThan(1 << 20);
        } finally {
            for (SocketChannel socket : idle) {
                socket.close();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static String overNetwork(InetSocketAddress address, String request) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private AdminServer start() throws IOException {
        return AdminServer.start(socket(), new SocketAccess(users, Optional.empty(), Optional.empty()), node);
    }

    private AdminServer start(InetSocketAddress http) throws IOException {
        AdminServer server = start();
        server.show(http);
        return server;
    }

    private Path socket() {
        return directory.resolve("lb1.sock");
    }

    @Test
    void anotherNodeIsAskedWhereOneIsNamed() throws IOException {
        try (AdminServer _ = start()) {
            assertThat(exchange("GET /v1/why HTTP/1.1\r\nHost: baton\r\nBaton-Node: lb2\r\n\r\n"))
                    .endsWith("{\"node\":\"lb2\"}");
            assertThat(exchange("GET /v1/why HTTP/1.1\r\nHost: baton\r\nBaton-Node: lb9\r\n\r\n"))
                    .startsWith("HTTP/1.1 500")
                    .contains("there is no node \\\"lb9\\\"");
        }
    }

    private String post(String path, String body) throws IOException {
        return exchange(
                "POST " + path + " HTTP/1.1\r\nHost: baton\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private String exchange(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return readAll(channel);
        }
    }

    private static String readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (channel.read(buffer) >= 0) {
            answer.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return answer.toString(StandardCharsets.UTF_8);
    }
}
