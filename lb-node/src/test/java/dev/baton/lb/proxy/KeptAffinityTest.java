package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.health.AdminState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients whose server is in the table, on real connections. */
@ExtendWith(LeakWatch.class)
class KeptAffinityTest {

    /** Answers with its name; {@code /login} sets a session cookie, {@code /busy} is answered with 503 by a. */
    private static ScriptedServer server(String name) throws IOException {
        return new ScriptedServer((peer, _) -> {
            for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                String status = head.startsWith("GET /busy") && name.equals("a") ? "503 Busy" : "200 OK";
                String set = head.startsWith("GET /login") ? "Set-Cookie:  SID = s-" + name + " ; Path=/\r\n" : "";
                peer.send("HTTP/1.1 " + status + "\r\n" + set + "Content-Length: 1\r\n\r\n" + name);
            }
        });
    }

    private static Proxied start(String affinity, ScriptedServer... servers) throws IOException {
        return Proxied.configured(
                        "trusted_proxies: 127.0.0.1",
                        "retry_on: [503], affinity: {type: " + affinity + "}",
                        "weight: 1",
                        servers)
                .await("up", "up");
    }

    private static String ask(Proxied proxied, String target, String field) throws IOException {
        try (Peer client = proxied.connect()
                .send("GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + field + "\r\n\r\n")) {
            client.readHead();
            return client.readAll();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "header, name: X-User             | /        | x-user: u1                   | X-User: u2",
                "query, name: user                | /?user=1 | X: 1                         | X: 1",
                "source                           | /        | X-Forwarded-For: 192.0.2.1   | X-Forwarded-For: 192.0.2.2",
                "source, ipv4_prefix: 24          | /        | X-Forwarded-For: 192.0.2.1   | X-Forwarded-For: 192.0.3.1",
                "source, ipv6_prefix: 48          | /        | X-Forwarded-For: 2001:db8::1 | X-Forwarded-For: 2001:db9::1",
            })
    void clientsStayApartAndWithTheirServers(String affinity, String target, String one, String other)
            throws IOException {
        try (ScriptedServer a = server("a");
                ScriptedServer b = server("b");
                Proxied proxied = start(affinity, a, b)) {
            String first = ask(proxied, target, one);
            String second = ask(proxied, target.replace("1", "2"), other);
            assertThat(second).as("round robin").isNotEqualTo(first);
            for (int i = 0; i < 5; i++) {
                assertThat(ask(proxied, target, one)).isEqualTo(first);
            }
            assertThat(ask(proxied, target.replace("1", "2"), other)).isEqualTo(second);
            assertThat(Proxied.TABLE.size()).isEqualTo(2);
        }
    }

    @Test
    void addressesOfOneNetworkAreOneClient() throws IOException {
        try (ScriptedServer a = server("a");
                ScriptedServer b = server("b");
                Proxied proxied = start("source, ipv4_prefix: 20, ipv6_prefix: 64", a, b)) {
            String first = ask(proxied, "/", "X-Forwarded-For: 10.1.17.1");
            assertThat(ask(proxied, "/", "X-Forwarded-For: 10.1.31.255")).isEqualTo(first);
            assertThat(ask(proxied, "/", "X-Forwarded-For: 10.1.32.0")).isNotEqualTo(first);
            String next = ask(proxied, "/", "X-Forwarded-For: 2001:db8:0:1::5");
            assertThat(ask(proxied, "/", "X-Forwarded-For: 2001:db8:0:1:ffff::5"))
                    .isEqualTo(next);
        }
    }

    @Test
    void theApplicationsCookieIsLearnedFromTheServerAndFromNobodyElse() throws IOException {
        try (ScriptedServer a = server("a");
                ScriptedServer b = server("b");
                Proxied proxied = start("learned, name: SID", a, b)) {
            for (int i = 0; i < 4; i++) {
                ask(proxied, "/", "Cookie: SID=invented");
            }
            assertThat(Proxied.TABLE.size()).isZero();
            String server = ask(proxied, "/login", "X: 1");
            assertThat(Proxied.TABLE.size()).isEqualTo(1);
            for (int i = 0; i < 5; i++) {
                assertThat(ask(proxied, "/", "Cookie: x=1; SID=s-" + server)).isEqualTo(server);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"header, name: X-User | X-User: u", "learned, name: SID | Cookie: SID=s-a"})
    void aDrainedServerKeepsItsOwnAndOneInMaintenanceLosesThemForGood(String affinity, String field)
            throws IOException {
        try (ScriptedServer a = server("a");
                ScriptedServer b = server("b");
                Proxied proxied = start(affinity, a, b)) {
            proxied.want("b", AdminState.MAINTENANCE);
            proxied.await("up", "maint");
            assertThat(ask(proxied, "/login", field)).isEqualTo("a");
            proxied.want("b", AdminState.READY);
            proxied.want("a", AdminState.DRAIN);
            proxied.await("drain", "up");
            assertThat(ask(proxied, "/", field)).isEqualTo("a");
            proxied.want("a", AdminState.MAINTENANCE);
            proxied.await("maint", "up");
            assertThat(ask(proxied, "/", field)).isEqualTo("b");
            proxied.want("a", AdminState.READY);
            proxied.await("up", "up");
            for (int i = 0; i < 4; i++) {
                assertThat(ask(proxied, "/", field)).as("belongs to b now").isEqualTo("b");
            }
        }
    }

    @Test
    void aClientBelongsToTheServerThatAnsweredAfterRetries() throws IOException {
        try (ScriptedServer a = server("a");
                ScriptedServer b = server("b");
                Proxied proxied = start("header, name: X-User", a, b)) {
            for (int i = 0; i < 3; i++) {
                String user = "X-User: u" + i;
                assertThat(ask(proxied, "/busy", user)).isEqualTo("b");
                assertThat(ask(proxied, "/", user)).isEqualTo("b");
            }
        }
    }

    @Test
    void tcpClientsStayByTheirAddress() throws IOException {
        try (ScriptedServer a = new ScriptedServer((peer, _) -> peer.send("a"));
                ScriptedServer b = new ScriptedServer((peer, _) -> peer.send("b"));
                Proxied proxied = Proxied.configured("mode: tcp", "affinity: {type: source}", "weight: 1", a, b)
                        .await("up", "up")) {
            String first = read(proxied);
            for (int i = 0; i < 5; i++) {
                assertThat(read(proxied)).isEqualTo(first);
            }
            proxied.want(first, AdminState.MAINTENANCE);
            Await.until(() -> !read(proxied).equals(first), "another server");
            proxied.want(first, AdminState.READY);
            proxied.await("up", "up");
            for (int i = 0; i < 4; i++) {
                assertThat(read(proxied)).isNotEqualTo(first);
            }
        }
    }

    @Test
    void tlsClientsStayByTheNameThatTheyAskFor() throws Exception {
        try (ScriptedServer a = tls("a");
                ScriptedServer b = tls("b");
                Proxied proxied = Proxied.configured("mode: tcp", "affinity: {type: sni}", "weight: 1", a, b)
                        .await("up", "up")) {
            String one = greet(proxied, "one.example");
            String two = greet(proxied, "two.example");
            assertThat(two).as("round robin").isNotEqualTo(one);
            for (int i = 0; i < 4; i++) {
                assertThat(greet(proxied, "one.example")).isEqualTo(one);
            }
            assertThat(greet(proxied, "two.example")).isEqualTo(two);
            assertThat(Proxied.TABLE.size()).isEqualTo(2);
        }
    }

    private static ScriptedServer tls(String name) throws IOException {
        return new ScriptedServer((peer, _) -> {
            if (!peer.readSome().isEmpty()) {
                peer.send(name);
            }
        });
    }

    /** Says what a TLS client says first. */
    private static String greet(Proxied proxied, String name) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine(name, 443);
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        try (Peer client = proxied.connect().send(Arrays.copyOf(hello.array(), hello.position()))) {
            return client.read(1);
        }
    }

    private static String read(Proxied proxied) {
        try (Peer client = proxied.connect()) {
            return client.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
