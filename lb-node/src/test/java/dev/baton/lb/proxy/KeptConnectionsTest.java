package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to servers that wait for their next request. */
@ExtendWith(LeakWatch.class)
class KeptConnectionsTest {

    /** Those that are anybody's, and those that are one client's. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "v1"})
    void noneIsKeptForAServerThatIsDown(String sendProxy) throws Exception {
        CountDownLatch served = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        String ready = "HTTP/1.1 204 No Content\r\n\r\n";
        ScriptedServer.Script script = (peer, _) -> {
            while (peer.readHead().contains("GET")) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                served.countDown();
            }
            closed.countDown();
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ScriptedServer health = new ScriptedServer((peer, _) -> {
                    peer.readHead();
                    peer.send(served.getCount() > 0 ? ready : "HTTP/1.1 503 No\r\n\r\n");
                });
                Proxied proxied = Proxied.configured(
                                "mode: http",
                                "send_proxy: " + sendProxy,
                                "weight: 1",
                                "type: http, port: " + health.address().getPort(),
                                server)
                        .await("up");
                Peer client = proxied.connect()) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead())
                    .startsWith("HTTP/1.1 200");
            proxied.await("down");
            assertThat(closed.await(10, TimeUnit.SECONDS)).as("closed").isTrue();
        }
    }
}
