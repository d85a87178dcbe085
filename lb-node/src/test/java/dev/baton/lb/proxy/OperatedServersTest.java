package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.health.AdminState;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What operators, agents and live traffic make of servers, over real sockets. */
class OperatedServersTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void aDrainedServerFinishesWhatItHasAndGetsNothingNew() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (ScriptedServer slow = new ScriptedServer((peer, _) -> {
                    if (!peer.readHead().isEmpty()) {
                        begun.countDown();
                        awaitQuietly(finish);
                        peer.send(ok("a"));
                    }
                });
                ScriptedServer other = answering("b");
                Proxied proxied = Proxied.configured("mode: http", "balance: first", "weight: 1", slow, other)
                        .await("up", "up");
                Peer held = proxied.connect().send(GET)) {
            begun.await();
            proxied.want("a", AdminState.DRAIN);
            proxied.await("drain", "up");
            for (int i = 0; i < 10; i++) {
                assertThat(ask(proxied)).isEqualTo("b");
            }
            finish.countDown();
            assertThat(held.readHead()).startsWith("HTTP/1.1 200");
            assertThat(held.read(1)).isEqualTo("a");

            proxied.want("a", AdminState.READY);
            proxied.await("up", "up");
            assertThat(ask(proxied)).isEqualTo("a");
        }
    }

    @Test
    void aServerInMaintenanceGetsNothingUntilItIsReadyAndFoundHealthy() throws IOException {
        try (ScriptedServer one = answering("a");
                ScriptedServer two = answering("b");
                Proxied proxied = Proxied.configured("mode: http", "balance: first", "state: maintenance", one, two)
                        .await("maint", "maint")) {
            proxied.want("b", AdminState.READY);
            proxied.await("maint", "up");
            assertThat(ask(proxied)).isEqualTo("b");
            proxied.want("b", AdminState.MAINTENANCE);
            proxied.want("a", AdminState.READY);
            proxied.await("up", "maint");
            assertThat(ask(proxied)).isEqualTo("a");
        }
    }

    /** Checks go on every 50 ms; no one of them need fall into the maintenance. */
    @Test
    void theShortestMaintenanceEndsToo() throws IOException {
        try (ScriptedServer server = answering("a");
                Proxied proxied = Proxied.configured("mode: http", "balance: first", "weight: 1", server)
                        .await("up")) {
            for (int i = 0; i < 5; i++) {
                proxied.want("a", AdminState.MAINTENANCE);
                proxied.want("a", AdminState.READY);
                proxied.await("up");
            }
            assertThat(ask(proxied)).isEqualTo("a");
        }
    }

    /** Also an agent that says nothing sensible, or nothing at all: then its last word counts. */
    @Test
    void anAgentIsFollowed() throws IOException {
        AtomicReference<String> word = new AtomicReference<>("up ready");
        try (ScriptedServer server = answering("a");
                ScriptedServer agent = new ScriptedServer((peer, _) -> peer.send(word.get() + "\n"));
                Proxied proxied = Proxied.configured(
                                "mode: http",
                                "agent: {port: %d, interval: 20ms}"
                                        .formatted(agent.address().getPort()),
                                "weight: 10",
                                server)
                        .await("up")) {
            word.set("drain");
            proxied.await("drain");
            word.set("nonsense");
            int asked = agent.connections();
            Await.until(() -> agent.connections() > asked + 3, "the agent asked again");
            proxied.await("drain");
            word.set("ready, down # disk full");
            proxied.await("down");
            word.set("up 50%");
            proxied.await("up");
            Await.until(() -> proxied.servers().getFirst().weight() == 5, "half its weight");
        }
    }

    @Test
    void aServerThatFailsLiveTrafficIsLeftOutForAWhileAndTheLastOneIsKept() throws IOException {
        try (ScriptedServer ill = failing();
                ScriptedServer alsoIll = failing();
                Proxied proxied = Proxied.configured(
                                "mode: http",
                                "balance: first, passive: {errors: 3, eject: 1s, max_share: 100}",
                                "weight: 1",
                                ill,
                                alsoIll)
                        .await("up", "up")) {
            for (int i = 0; i < 3; i++) {
                assertThat(proxied.servers().getFirst().state()).isEqualTo("up");
                assertThat(status(proxied)).startsWith("HTTP/1.1 500");
            }
            proxied.await("ejected", "up");
            for (int i = 0; i < 5; i++) {
                assertThat(status(proxied)).startsWith("HTTP/1.1 500");
            }
            assertThat(proxied.servers().getLast().state())
                    .as("the last that is up")
                    .isEqualTo("up");
            proxied.await("up", "up");
        }
    }

    private static ScriptedServer answering(String body) throws IOException {
        return new ScriptedServer((peer, _) -> {
            while (!peer.readHead().isEmpty()) {
                peer.send(ok(body));
            }
        });
    }

    private static ScriptedServer failing() throws IOException {
        return new ScriptedServer((peer, _) -> {
            while (!peer.readHead().isEmpty()) {
                peer.send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
            }
        });
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String ask(Proxied proxied) throws IOException {
        try (Peer client = proxied.connect().send(GET)) {
            assertThat(client.readHead()).startsWith("HTTP/1.1 200");
            return client.read(1);
        }
    }

    private static String status(Proxied proxied) throws IOException {
        try (Peer client = proxied.connect().send(GET)) {
            return client.readHead();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
