package dev.baton.lb.admin;

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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** An admin server on a socket of its own, before a node that always says the same. */
final class AdminRig {

    private final Path directory;

    /** What the node answers to who asks for its metrics. */
    volatile String metrics = "baton_build_info 1\n";

    /** Whom the kernel says to be asking. */
    volatile Users.Peer peer = new Users.Peer(0, Set.of(0L));

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
                            "app", List.of(new StatusReport.Server("a", "10.9.0.20:8000", "up", 2, 3)))),
                    List.of(new StatusReport.Certificate(
                            "web", "/etc/a.pem", List.of("a.example"), "2030-01-02T03:04:05Z", 9, "RSA")),
                    StatusReport.Affinity.NOTHING);
        }

        @Override
        public List<ByteBuffer> metrics(boolean openMetrics) {
            return List.of(StandardCharsets.UTF_8.encode(openMetrics ? metrics + "# EOF\n" : metrics));
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
        public CompletableFuture<Void> setMaintenance(boolean on, boolean force) {
            if (!on) {
                return CompletableFuture.completedFuture(null);
            }
            return CompletableFuture.failedFuture(
                    force ? new IOException("the disk is full") : new RefusedException("no other node is fit"));
        }

        @Override
        public ServersReport servers() {
            return new ServersReport(
                    List.of(new ServersReport.Row(
                            "app", "a", "10.9.0.20:8000", "drain", "up", "drain", "ready", false, 3, 7, 2)),
                    List.of("lb3"));
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
                    3,
                    List.of(new ReloadReport.Other("lb2", List.of()))));
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
            return switch (name) {
                case "lb2" -> CompletableFuture.completedFuture(new AdminAnswer(200, "{\"node\":\"lb2\"}"));
                case "lb3" -> CompletableFuture.failedFuture(new IOException("node lb3 cannot be asked: died"));
                default ->
                    CompletableFuture.failedFuture(new IllegalArgumentException("there is no node \"" + name + "\""));
            };
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

    final Users users = new Users() {

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

    /** @param directory where the socket is */
    AdminRig(Path directory) {
        this.directory = directory;
    }

    AdminServer start() throws IOException {
        return start(new SocketAccess(users, Optional.empty(), Optional.empty()));
    }

    AdminServer start(SocketAccess access) throws IOException {
        return AdminServer.start(socket(), access, node);
    }

    AdminServer start(InetSocketAddress http) throws IOException {
        AdminServer server = start();
        server.show(http);
        return server;
    }

    Path socket() {
        return directory.resolve("lb1.sock");
    }

    String post(String path, String body) throws IOException {
        return exchange(
                "POST " + path + " HTTP/1.1\r\nHost: baton\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    String exchange(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return readAll(channel);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    static String overNetwork(InetSocketAddress address, String request) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (channel.read(buffer) >= 0) {
            answer.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return answer.toString(StandardCharsets.UTF_8);
    }
}
