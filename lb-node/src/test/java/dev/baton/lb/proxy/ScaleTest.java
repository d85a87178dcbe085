package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.health.Health;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thousand servers in a backend, and a hundred backends. */
class ScaleTest {

    private static final Logger log = LoggerFactory.getLogger("dev.baton.measured");

    private static final int SERVERS = 1000;
    private static final int BACKENDS = 100;
    private static final int ROUNDS = 50_000;

    private static String servers(int count, int port) {
        return IntStream.range(0, count)
                .mapToObj(i -> "      - {name: s%d, address: \"127.1.%d.%d:%d\", weight: %d}\n"
                        .formatted(i, i / 250, 1 + i % 250, port, 1 + i % 3))
                .collect(Collectors.joining());
    }

    private static String config(int bind, int port) {
        String rules = IntStream.range(0, BACKENDS)
                .mapToObj(i -> "      - {when: {host: h%d.example}, backend: b%d}\n".formatted(i, i))
                .collect(Collectors.joining());
        String backends = IntStream.range(0, BACKENDS)
                .mapToObj(i -> "  - name: b%d\n    servers:\n%s".formatted(i, servers(1, port)))
                .collect(Collectors.joining());
        return """
                frontends:
                  - name: web
                    bind: "127.0.0.1:%d"
                    backend: big
                    rules:
                %sbackends:
                  - name: big
                    check: {interval: 1s, rise: 1}
                    servers:
                %s%s""".formatted(bind, rules, servers(SERVERS, port), backends);
    }

    @Test
    void aThousandServersAreReadCheckedAndBalancedInTime() throws Exception {
        Queue<Long> checks = new ConcurrentLinkedQueue<>();
        try (ServerSocket listener = new ServerSocket()) {
            // One socket is all of them: to a proxy, another address is another server.
            listener.bind(new InetSocketAddress(0), 1000);
            Thread.ofVirtual().start(() -> accept(listener, checks));
            String yaml = config(Proxied.freeAddress().getPort(), listener.getLocalPort());
            long read = LongStream.range(0, 3)
                    .map(_ -> nanos(() -> parse(yaml)))
                    .min()
                    .orElseThrow();
            log.info("{} servers and {} backends are read in {} ms", SERVERS, BACKENDS, read / 1_000_000);
            assertThat(Duration.ofNanos(read)).isLessThan(Duration.ofSeconds(1));

            BatonConfig config = parse(yaml);
            long begin = System.nanoTime();
            try (DataPath path = DataPath.start(config.frontends(), config.backends(), 1, Proxied.noLogs())) {
                Await.until(
                        () -> path.backends().stream()
                                .flatMap(backend -> backend.servers().stream())
                                .allMatch(server -> server.state().equals("up")),
                        "all servers up");
                log.info("all are up after {} ms", (System.nanoTime() - begin) / 1_000_000);
                checks.clear();
                long from = System.nanoTime();
                Await.until(() -> checks.size() >= 5 * SERVERS, "five checks of each");
                spread(checks, from);
            }
        }
    }

    /**
     * Of a tenth of the interval the fullest, beside what evenly spread checks would make it. Of five intervals the median
     * counts: a machine that stands still for a moment has all at once what it did not do meanwhile.
     */
    private static void spread(Queue<Long> checks, long from) {
        int tenths = (int)
                checks.stream().mapToLong(at -> (at - from) / 100_000_000).max().orElseThrow();
        List<Integer> counts = IntStream.range(0, tenths)
                .mapToObj(tenth -> (int) checks.stream()
                        .filter(at -> (at - from) / 100_000_000 == tenth)
                        .count())
                .toList();
        log.info("checks in each 100 ms: {}", counts);
        List<Integer> medians = IntStream.range(0, 10)
                .map(phase -> median(IntStream.iterate(phase, tenth -> tenth < counts.size(), tenth -> tenth + 10)
                        .map(counts::get)))
                .boxed()
                .toList();
        assertThat(medians).allMatch(count -> count < 3 * SERVERS / 10);
    }

    private static int median(IntStream counts) {
        int[] sorted = counts.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void accept(ServerSocket listener, Queue<Long> times) {
        try {
            while (true) {
                try (Socket _ = listener.accept()) {
                    times.add(System.nanoTime());
                }
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    /** A hundred times as many servers may cost a few steps more, not a hundred times as many. */
    @ParameterizedTest
    @ValueSource(strings = {"round_robin", "least_connections", "random", "first", "source"})
    void choosingHardlySlowsDownWithTheNumberOfServers(String policy) {
        Backend few = backend(policy, 10);
        Backend many = backend(policy, SERVERS);
        double best = Double.MAX_VALUE;
        long fast = 0;
        long slow = 0;
        for (int round = 0; round < 10; round++) {
            long little = nanos(() -> choose(few));
            long much = nanos(() -> choose(many));
            if ((double) much / little < best) {
                best = (double) much / little;
                fast = little;
                slow = much;
            }
        }
        log.info("{}: {} ns of 10 servers, {} ns of {}", policy, fast / ROUNDS, slow / ROUNDS, SERVERS);
        assertThat(best).isLessThan(10);
    }

    private static void choose(Backend backend) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < ROUNDS; i++) {
            Server server = backend.take(random.nextLong(), List.of());
            if (server == null) {
                throw new AssertionError("none of " + backend.servers().size() + " servers");
            }
            server.finished();
        }
    }

    private static Backend backend(String policy, int count) {
        BatonConfig config = parse("""
                frontends: [{name: web, bind: ":80", backend: big}]
                backends:
                  - name: big
                    balance: %s
                    servers:
                %s""".formatted(policy, servers(count, 80)));
        Backend backend = new Backend(config.backends().getFirst(), System::nanoTime);
        backend.servers().forEach(server -> backend.verdicts().judge(server, Health.UP));
        return backend;
    }

    private static BatonConfig parse(String yaml) {
        try {
            return ConfigReader.parse("test", yaml);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static long nanos(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return System.nanoTime() - begin;
    }
}
