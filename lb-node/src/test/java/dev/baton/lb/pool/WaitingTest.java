package dev.baton.lb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.health.AgentReply;
import dev.baton.lb.health.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The line before servers that are full. */
class WaitingTest {

    /** Remembers who was served, in order. */
    private final List<String> served = new ArrayList<>();

    @Test
    void aFullServerIsPassedOverAndAllFullMakesALine() throws Exception {
        Backend backend = up(1, 10);
        Server first = room(backend);
        Server second = room(backend);
        assertThat(first).isNotSameAs(second);
        assertThat(take(backend)).isNull();
        assertThat(backend.join(waiter("x"), List.of())).isTrue();
        assertThat(backend.status().waiting()).isEqualTo(1);

        second.finished();
        assertThat(served).containsExactly("x:" + second.name());
        assertThat(second.connections()).as("its room went to x").isEqualTo(1);
    }

    @Test
    void whoWaitsComesFirstAndInOrder() throws Exception {
        Backend backend = up(1, 10);
        Server first = room(backend);
        Server second = room(backend);
        List<Waiter> waiters = new ArrayList<>();
        for (String name : List.of("v", "w", "x", "y", "z")) {
            Waiter waiter = waiter(name);
            waiters.add(waiter);
            backend.join(waiter, List.of());
        }
        assertThat(backend.leave(waiters.get(1))).as("w goes").isTrue();
        assertThat(take(backend)).as("nobody jumps the line").isNull();
        for (int i = 0; i < 2; i++) {
            first.finished();
            second.finished();
        }
        assertThat(served).extracting(each -> each.substring(0, 1)).containsExactly("v", "x", "y", "z");
        assertThat(backend.leave(waiters.getFirst())).as("v was served").isFalse();
        assertThat(backend.status().waiting()).isZero();
    }

    @Test
    void theLineIsBoundedAndThereIsNoneWithoutAServer() throws Exception {
        Backend backend = up(1, 2);
        take(backend);
        take(backend);
        assertThat(backend.join(waiter("x"), List.of())).isTrue();
        assertThat(backend.join(waiter("y"), List.of())).isTrue();
        assertThat(backend.join(waiter("z"), List.of())).isFalse();

        backend.servers().forEach(server -> backend.verdicts().judge(server, Health.DOWN));
        assertThat(served).as("nobody is left to wait for").containsExactly("x:nobody", "y:nobody");
        assertThat(backend.join(waiter("z"), List.of())).isFalse();
    }

    @Test
    void roomThatIsMadeByAVerdictOrAnAgentGoesToTheLine() throws Exception {
        Backend backend = up(1, 10);
        Server b = backend.servers().getLast();
        backend.verdicts().judge(b, Health.DOWN);
        Server a = take(backend);
        assertThat(a).isSameAs(backend.servers().getFirst());
        backend.join(waiter("x"), List.of());
        backend.join(waiter("y"), List.of());
        backend.verdicts().judge(b, Health.UP);
        assertThat(served).containsExactly("x:b");
        backend.verdicts().told(b, AgentReply.parse("maxconn:2"));
        assertThat(served).containsExactly("x:b", "y:b");
    }

    /** Threads that take, run and finish: no server is ever over its limit, and no waiter is forgotten. */
    @Test
    void underContentionNobodyIsForgottenAndNoLimitIsBroken() throws Exception {
        int limit = 3;
        Backend backend = up(limit, 1_000_000);
        int requests = 40_000;
        CountDownLatch done = new CountDownLatch(requests);
        AtomicInteger most = new AtomicInteger();
        Queue<Server> running = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < requests / 4; j++) {
                    Server server = backend.take(Subject.ABSENT, List.of());
                    if (server != null) {
                        running.add(server);
                    } else {
                        assertThat(backend.join(
                                        given -> {
                                            assertThat(given).isNotNull();
                                            running.add(given);
                                        },
                                        List.of()))
                                .isTrue();
                    }
                    Server ends = running.poll();
                    if (ends != null) {
                        most.accumulateAndGet(ends.connections(), Math::max);
                        ends.finished();
                        done.countDown();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Server ends = running.poll(); ends != null; ends = running.poll()) {
            ends.finished();
            done.countDown();
        }
        assertThat(done.await(0, TimeUnit.SECONDS))
                .as("%d of %d left", done.getCount(), requests)
                .isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(limit);
        assertThat(backend.status().waiting()).isZero();
        assertThat(backend.servers()).extracting(Server::connections).containsOnly(0);
    }

    private Waiter waiter(String name) {
        return new Waiter() {
            @Override
            public void served(@Nullable Server server) {
                served.add(name + ":" + (server == null ? "nobody" : server.name()));
            }
        };
    }

    private static Server room(Backend backend) {
        return Objects.requireNonNull(take(backend), "no room");
    }

    private static @Nullable Server take(Backend backend) {
        return backend.take(Subject.ABSENT, List.of());
    }

    private static Backend up(int limit, int line) throws Exception {
        Backend backend = new Backend(
                ConfigReader.parse("f", """
                                frontends: [{name: web, bind: ":80", backend: app}]
                                backends:
                                  - name: app
                                    queue: {length: %2$d}
                                    servers:
                                      - {name: a, address: "10.0.0.1:80", max_connections: %1$d}
                                      - {name: b, address: "10.0.0.2:80", max_connections: %1$d}
                                """.formatted(limit, line)).backends().getFirst(), System::nanoTime);
        backend.servers().forEach(server -> backend.verdicts().judge(server, Health.UP));
        return backend;
    }
}
