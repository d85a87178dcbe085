package dev.baton.lb.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AffinityTableTest {

    private static final Duration TTL = Duration.ofSeconds(100);

    private long millis = 1_800_000_000_000L;
    private final LogicalClock clock = new LogicalClock(() -> millis);
    private final AffinityTable table = new AffinityTable("lb1", 100_000, clock);

    private record Remembered(String server, long endMillis) {}

    @Test
    void remembersWhatAMapRemembers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<AffinityKey, Remembered> model = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            AffinityKey key = key(random.nextInt(3000));
            switch (random.nextInt(10)) {
                case 0 -> {
                    assertThat(table.remove(key)).as("seed %d", seed).isEqualTo(alive(model, key));
                    model.remove(key);
                }
                case 1 -> {
                    millis += 100L * random.nextInt(20);
                    table.expireSome(random.nextInt(100));
                }
                case 2, 3, 4, 5 -> {
                    String server = "s" + random.nextInt(5);
                    Remembered before = model.get(key);
                    boolean fresh = before != null
                            && before.server().equals(server)
                            && before.endMillis() - millis > TTL.toMillis() * 3 / 4;
                    table.put("app", key, server, TTL);
                    if (!fresh) {
                        model.put(key, new Remembered(server, millis + TTL.toMillis()));
                    }
                }
                default -> assertThat(table.serverOf(key)).as("seed %d", seed).isEqualTo(server(model, key));
            }
        }
        model.keySet().removeIf(key -> !alive(model, key));
        Map<AffinityKey, String> listed = new HashMap<>();
        table.forEach(entry -> listed.put(entry.key(), entry.server()));
        assertThat(listed.keySet()).as("seed %d", seed).isEqualTo(model.keySet());
    }

    @Test
    void manyMoreKeysThanRoomLeaveItFullAndNotFuller() {
        AffinityTable small = new AffinityTable("lb1", 10_240, clock);
        for (int i = 0; i < 100_000; i++) {
            small.put("app", key(i), "a", TTL);
        }

        assertThat(small.size()).isEqualTo(10_240);
        assertThat(small.bytes()).isLessThanOrEqualTo(10_240 * 100);
    }

    @Test
    void whatIsUsedStays() {
        AffinityTable small = new AffinityTable("lb1", 10_240, clock);
        for (int i = 0; i < 1000; i++) {
            small.put("app", key(i), "a", TTL);
        }
        int lost = 0;
        for (int i = 1000; i < 50_000; i++) {
            small.put("app", key(i), "b", TTL);
            for (int used = 0; used < 1000 && i % 500 == 0; used++) {
                lost += small.serverOf(key(used)) == null ? 1 : 0;
            }
        }

        assertThat(lost).as("lookups of used clients that failed").isLessThan(1000 * 98 / 20);
    }

    @Test
    void whatNobodyUsesExpires() {
        table.put("app", key(1), "a", Duration.ofSeconds(2));
        millis += 1900;
        assertThat(table.serverOf(key(1))).isEqualTo("a");

        millis += 200;
        assertThat(table.serverOf(key(1))).isNull();
        assertThat(table.size()).isEqualTo(1);

        table.expireSome(AffinityTable.SEGMENTS);
        assertThat(table.size()).isZero();
        assertThat(table.digests().values()).allMatch(digest -> digest == 0);
    }

    @Test
    void useRenewsTheTimeToLive() {
        for (int i = 0; i < 10; i++) {
            table.put("app", key(1), "a", Duration.ofSeconds(2));
            millis += 1400;
            assertThat(table.serverOf(key(1))).isEqualTo("a");
        }
    }

    @Test
    void tablesOfTheSameKnowledgeHaveTheSameDigests() {
        AffinityTable other = new AffinityTable("lb2", 100_000, clock);
        other.names().id("something that gives names other numbers");
        List<long[]> entries = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            table.put(i % 2 == 0 ? "app" : "mail", key(i), "s" + i % 7, TTL);
        }
        table.remove(key(3));
        for (int i = AffinityTable.SEGMENTS - 1; i >= 0; i--) {
            table.segment(i)
                    .scan((high, low, version, meta, expiry) ->
                            entries.add(new long[] {high, low, version, meta, expiry}));
        }
        entries.forEach(e -> {
            String backend = table.names().name(Slots.backend(e[3]));
            String server = table.names().name(Slots.server(e[3]));
            long meta = Slots.meta(other.names().id(backend), other.names().id(server), Slots.writer(e[3]), e[3] & 2);
            other.segment(AffinityTable.index(e[0])).merge(e[0], e[1], e[2], meta, (int) e[4], 0);
        });

        assertThat(other.digests()).isEqualTo(table.digests()).containsOnlyKeys("app", "mail");
        assertThat(other.size()).isEqualTo(999);
        assertThat(other.serverOf(key(3))).isNull();

        other.put("app", key(4), "elsewhere", TTL);
        assertThat(other.digests().get("app")).isNotEqualTo(table.digests().get("app"));
        assertThat(other.digests().get("mail")).isEqualTo(table.digests().get("mail"));
    }

    @Test
    void readersSeeWholeEntriesWhileOthersWrite() throws InterruptedException {
        AtomicBoolean running = new AtomicBoolean(true);
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int round = 0; round < 100; round++) {
                for (int i = 0; i < 2000; i++) {
                    table.put("app", key(i), "s" + i % 3, TTL);
                }
                for (int i = 0; i < 2000; i += 2) {
                    table.remove(key(i));
                }
            }
            running.set(false);
        });
        int wrong = 0;
        while (running.get()) {
            for (int i = 1; i < 2000; i++) {
                String server = table.serverOf(key(i));
                wrong += server == null || server.equals("s" + i % 3) ? 0 : 1;
            }
        }
        writer.join();

        assertThat(wrong).isZero();
        assertThat(table.serverOf(key(1))).isEqualTo("s1");
    }

    private @Nullable String server(Map<AffinityKey, Remembered> model, AffinityKey key) {
        Remembered remembered = model.get(key);
        return remembered != null && remembered.endMillis() > millis ? remembered.server() : null;
    }

    private boolean alive(Map<AffinityKey, Remembered> model, AffinityKey key) {
        return server(model, key) != null;
    }

    private static AffinityKey key(int i) {
        return new AffinityKey(Mix.spread(i), Mix.spread(~i));
    }
}
