package dev.baton.lb.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets as far as asking, and what becomes of those who ask for too much or in a wrong way. */
class AdminServerTest {

    private AdminRig rig;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        rig = new AdminRig(directory);
    }

    @Test
    void usersAndGroupsDecideWhoMayReadAndWhoMayChange() throws IOException {
        String status = "GET /v1/status HTTP/1.1\r\nHost: baton\r\n\r\n";
        String elsewhere = "GET /v1/why HTTP/1.1\r\nHost: baton\r\nBaton-Node: lb2\r\n\r\n";
        SocketAccess access = new SocketAccess(
                rig.users,
                Optional.of(new SocketAccess.Group("watch", 100)),
                Optional.of(new SocketAccess.Group("ops", 200)));
        try (AdminServer _ = rig.start(access)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.socket())))
                    .isEqualTo("rw-rw-rw-");
            for (Users.Peer each : List.of(
                    new Users.Peer(0, Set.of(0L)),
                    new Users.Peer(7, Set.of(7L)),
                    new Users.Peer(8, Set.of(8L, 200L)))) {
                rig.peer = each;
                assertThat(rig.exchange(status)).startsWith("HTTP/1.1 200");
                assertThat(rig.post("/v1/maintenance", "{\"on\":false}")).startsWith("HTTP/1.1 200");
            }
            rig.peer = new Users.Peer(9, Set.of(9L, 100L));
            assertThat(rig.exchange(status)).startsWith("HTTP/1.1 200");
            assertThat(rig.exchange(elsewhere)).startsWith("HTTP/1.1 200");
            assertThat(rig.post("/v1/affinity", "{\"limit\":3}")).startsWith("HTTP/1.1 200");
            assertThat(rig.post("/v1/maintenance", "{\"on\":false}"))
                    .startsWith("HTTP/1.1 403")
                    .endsWith("{\"error\":\"POST /v1/maintenance is not for user u9: root, user baton and group ops"
                            + " (admin.write_group) may change, group watch (admin.read_group) may read\"}");
            rig.peer = new Users.Peer(10, Set.of(10L));
            for (String request :
                    List.of(status, elsewhere, "GET /nope HTTP/1.1\r\n\r\n", "OPTIONS * HTTP/1.1\r\n\r\n")) {
                assertThat(rig.exchange(request)).startsWith("HTTP/1.1 403").contains("is not for user u10");
            }
            assertThat(rig.post("/v1/affinity", "{}")).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void whatIsWrongIsRefusedWithItsReason() throws IOException {
        try (AdminServer _ = rig.start()) {
            assertThat(rig.post("/v1/switchover", "not json")).startsWith("HTTP/1.1 400");
            assertThat(rig.post("/v1/status", "")).startsWith("HTTP/1.1 405");
            assertThat(rig.exchange("GET /nope HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .startsWith("HTTP/1.1 404");
            for (String more : List.of("", "Connection: close\r\n", "Expect: 100-continue\r\n")) {
                assertThat(rig.exchange("POST /v1/switchover HTTP/1.1\r\n" + more + "Content-Length: 70000\r\n\r\n"))
                        .startsWith("HTTP/1.1 413")
                        .contains("longer than 65536 bytes");
            }
            assertThat(rig.exchange("\u0016\u0003\u0001 hello\r\n\r\n")).startsWith("HTTP/1.1 400");
            assertThat(rig.exchange("POST /v1/maintenance HTTP/1.1\r\nOrigin: https://a\r\nContent-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 403")
                    .contains("no page that a browser shows may change anything");
        }
    }

    @Test
    void onlyTheOwnerMayOpenTheSocket() throws IOException {
        try (AdminServer _ = rig.start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.socket())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondNodeIsRefusedAndADeadOnesSocketReplaced() throws IOException {
        try (AdminServer _ = rig.start()) {
            assertThatThrownBy(() -> rig.start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("this node runs already");
        }
        Files.writeString(rig.socket(), "");
        try (AdminServer _ = rig.start()) {
            assertThat(rig.exchange("GET /v1/status HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(rig.socket()).doesNotExist();
    }

    @Test
    void theNetworkMayReadAndNotChange() throws IOException {
        InetSocketAddress http = new InetSocketAddress(InetAddress.getLoopbackAddress(), AdminRig.freePort());
        try (AdminServer _ = rig.start(http)) {
            assertThat(AdminRig.overNetwork(http, "GET /v1/status HTTP/1.1\r\nHost: baton\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK");
            assertThat(AdminRig.overNetwork(
                            http, "POST /v1/switchover HTTP/1.1\r\nHost: baton\r\nContent-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    /** Whoever only sits there gives way, the oldest first. */
    @Test
    void idleClientsKeepNobodyOut() throws IOException {
        List<SocketChannel> idle = new ArrayList<>();
        try (AdminServer _ = rig.start()) {
            for (int i = 0; i < 1000; i++) {
                idle.add(SocketChannel.open(UnixDomainSocketAddress.of(rig.socket())));
                idle.getLast().write(ByteBuffer.wrap("GET /v1/st".getBytes(StandardCharsets.US_ASCII)));
            }
            assertThat(rig.exchange("GET /v1/status HTTP/1.1\r\nHost: baton\r\n\r\n"))
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
        rig.metrics = "x".repeat(1 << 20);
        List<SocketChannel> idle = new ArrayList<>();
        try (AdminServer _ = rig.start()) {
            for (int i = 0; i < 40; i++) {
                idle.add(SocketChannel.open(UnixDomainSocketAddress.of(rig.socket())));
                idle.getLast()
                        .write(ByteBuffer.wrap("GET /metrics HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            }
            assertThat(rig.exchange("GET /metrics HTTP/1.1\r\n\r\n")).hasSizeGreaterThan(1 << 20);
            assertThat(AdminRig.readAll(idle.getFirst()).length()).isLessThan(1 << 20);
            assertThat(AdminRig.readAll(idle.getLast()).length()).isGreaterThan(1 << 20);
        } finally {
            for (SocketChannel socket : idle) {
                socket.close();
            }
        }
    }
}
