package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that know a client by its connection (NTLM, Negotiate), and who gets to use that. */
@ExtendWith(LeakWatch.class)
class ConnectionLoginTest {

    private static final Pattern LOGIN = Pattern.compile("(?i)\r\nAuthorization: (\\w+) (\\w+)");

    /**
     * Challenges whoever it doesn't know, and goes on as the one who has answered on this connection.
     *
     * @param steps how many credentials a login takes
     */
    private static ScriptedServer.Script login(String challenge, int steps) {
        return (peer, number) -> {
            String user = "";
            int step = 0;
            for (String head = peer.readHead(); !head.startsWith(" on "); head = peer.readHead()) {
                Matcher login = LOGIN.matcher(head);
                if (head.startsWith("POST")) {
                    peer.read(2);
                }
                if (login.find()) {
                    step++;
                    user = step == steps ? login.group(2) : "";
                }
                String body = user + " on " + number;
                String length = "Content-Length: " + body.length() + "\r\n\r\n";
                peer.send(
                        user.isEmpty()
                                ? "HTTP/1.1 401 No\r\n" + challenge + length + body
                                : "HTTP/1.1 200 OK\r\n" + length + body);
            }
        };
    }

    private static Proxied proxied(String backend, ScriptedServer... servers) throws IOException {
        return Proxied.configured("mode: http", backend, "weight: 1", servers)
                .await(Collections.nCopies(servers.length, "up").toArray(String[]::new));
    }

    /** Whom the server takes the client for, if it knows it, and on which connection. */
    private static String ask(Peer client, String method, String fields) throws IOException {
        client.send(method + " / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + (method.equals("POST") ? "ab" : ""));
        String head = client.readHead();
        int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
        return client.read(length);
    }

    private static String ask(Peer client) throws IOException {
        return ask(client, "GET", "");
    }

    private static String say(Peer client, String credentials) throws IOException {
        return ask(client, "GET", "Authorization: " + credentials + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NTLM      | WWW-Authenticate: NTLM                       | 2",
                "Negotiate | www-authenticate: Negotiate                  | 1",
                "nego2     | WWW-Authenticate: Basic realm=\"x\", Nego2   | 1",
                "Negotiate | X-Says: nothing                              | 1",
                "Private   | Proxy-Authenticate: NTLM                     | 1",
            })
    void nobodyElseIsServedOnAConnectionThatKnowsAClient(String scheme, String challenge, int steps)
            throws IOException {
        try (ScriptedServer server = new ScriptedServer(login(challenge + "\r\n", steps));
                Proxied proxied = proxied("balance: first", server);
                Peer alice = proxied.connect()) {
            assertThat(ask(alice)).startsWith(" on ");
            for (int i = 1; i < steps; i++) {
                assertThat(say(alice, scheme + " hello")).startsWith(" on ");
            }
            assertThat(say(alice, scheme + " alice")).startsWith("alice on ");
            for (int i = 0; i < 3; i++) {
                try (Peer other = proxied.connect()) {
                    assertThat(ask(other)).startsWith(" on ");
                }
            }
            assertThat(ask(alice)).as("still known").startsWith("alice on ");
        }
    }

    /** Also with a request that could not be sent twice, which otherwise wants a connection used twice before. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "v1"})
    void aClientGoesOnWithTheServerAndConnectionThatKnowIt(String sendProxy) throws IOException {
        ScriptedServer.Script login = login("WWW-Authenticate: NTLM\r\n", 2);
        ScriptedServer.Script script = (peer, number) -> {
            if (sendProxy.equals("v1")) {
                peer.readUntil("\r\n");
            }
            login.run(peer, number);
        };
        try (ScriptedServer a = new ScriptedServer(script);
                ScriptedServer b = new ScriptedServer(script);
                ScriptedServer c = new ScriptedServer(script);
                Proxied proxied = proxied("send_proxy: " + sendProxy, a, b, c);
                Peer alice = proxied.connect()) {
            assertThat(ask(alice, "POST", "Content-Length: 2\r\nAuthorization: NTLM hello\r\n"))
                    .startsWith(" on ");
            assertThat(ask(alice, "POST", "Content-Length: 2\r\nAuthorization: NTLM alice\r\n"))
                    .startsWith("alice on ");
            for (int i = 0; i < 6; i++) {
                assertThat(ask(alice, "POST", "Content-Length: 2\r\n")).startsWith("alice on ");
            }
        }
    }

    @Test
    void otherSchemesLeaveConnectionsToAll() throws IOException {
        try (ScriptedServer server = new ScriptedServer(login("WWW-Authenticate: Basic realm=\"x\"\r\n", 9));
                Proxied proxied = proxied("balance: first", server);
                Peer first = proxied.connect();
                Peer second = proxied.connect()) {
            String connection = say(first, "Basic eDp5");
            for (int i = 0; i < 4; i++) {
                assertThat(say(second, "Bearer ntlm")).isEqualTo(connection);
                assertThat(ask(first)).isEqualTo(connection);
            }
        }
    }
}
