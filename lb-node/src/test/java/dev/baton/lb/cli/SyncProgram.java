package dev.baton.lb.cli;

import static java.util.Objects.requireNonNull;

import dev.baton.ha.agent.MultiPathInterconnect;
import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.cluster.InterconnectConfig;
import dev.baton.ha.cluster.InterconnectConfig.Transport;
import dev.baton.ha.jgroups.JGroupsInterconnect;
import dev.baton.ha.jgroups.ThreadStarts;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import dev.baton.lb.affinity.AffinityKey;
import dev.baton.lb.affinity.AffinityTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A node's table and what keeps it like the others', without data path and election, for {@code bench/affinity}.
 * Arguments: its name, {@code lb1} or {@code lb2}; {@code udp} or {@code tcp}; a directory for its state; how many entries
 * it may have. Prints {@code ready}; then reads a command a line, and answers each with a line {@code NUMBER done ANSWER}, numbered from 1:
 *
 * <pre>
 * fill COUNT                          new clients, as fast as it goes
 * rate PER_SECOND SECONDS CLIENTS     so many changes of so many clients, and a probe each 5 ms, from BEGIN on, which
 *                                     is printed first: {@code NUMBER begins BEGIN}
 * watch BEGIN SECONDS                 how long probes took to get here from when they were due
 * settle                              how long until no other node lacks anything older than 50 ms
 * synced                              how long until all is here that others know, from {@code join}
 * join                                takes part from now on; before, nobody hears of this node
 * stats                               what there is
 * write                               puts it all into a snapshot
 * </pre>
 */
final class SyncProgram {

    private static final byte[] SECRET = "the secret of the benchmark".getBytes(StandardCharsets.UTF_8);
    private static final Map<String, String> NODES = Map.of("lb1", "10.9.0.1", "lb2", "10.9.0.2");
    private static final Duration HEARTBEAT = Duration.ofMillis(30);
    private static final Duration TTL = Duration.ofMinutes(30);
    private static final long PROBES = 0x70726f6265L;
    private static final long PROBE_NANOS = 5_000_000;
    private static final long WRITE_NANOS = 1_000_000;
    private static final long POLL_NANOS = 200_000;
    private static final long SETTLED_MILLIS = 50;

    private final String node;
    private final Transport transport;
    private final AffinityRuntime runtime;
    private final AtomicLong syncedNanos = new AtomicLong();
    private final SplittableRandom random;
    private @Nullable AffinitySync sync;
    private long joinedNanos;
    private int answers;

    private SyncProgram(String node, Transport transport, AffinityRuntime runtime) {
        this.node = node;
        this.transport = transport;
        this.runtime = runtime;
        this.random = new SplittableRandom(node.hashCode());
    }

    public static void main(String[] args) throws IOException {
        Path state = Files.createDirectories(Path.of(args[2]));
        SyncProgram program = new SyncProgram(
                args[0],
                Transport.valueOf(args[1].toUpperCase(Locale.ROOT)),
                AffinityRuntime.open(args[0], Integer.parseInt(args[3]), state));
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> words = List.of(line.split(" "));
            program.answers++;
            System.out.println(program.answers + " done " + program.answer(words));
        }
    }

    private String answer(List<String> words) throws IOException {
        return switch (words.getFirst()) {
            case "join" -> join();
            case "fill" -> fill(Integer.parseInt(words.get(1)));
            case "rate" ->
                rate(Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)), Integer.parseInt(words.get(3)));
            case "watch" -> watch(Long.parseLong(words.get(1)), Integer.parseInt(words.get(2)));
            case "settle" -> settle();
            case "synced" -> synced();
            case "stats" -> stats();
            case "write" -> write();
            default -> throw new IllegalArgumentException(words.getFirst());
        };
    }

    private String join() throws IOException {
        String peer = node.equals("lb1") ? "lb2" : "lb1";
        InetAddress own = address(node);
        MultiPathInterconnect interconnect = new MultiPathInterconnect(
                Map.of(own.getHostAddress(), () -> new JGroupsInterconnect(config(own), ThreadStarts.PLAIN)),
                List.of(peer),
                _ -> {});
        AffinitySync running = new AffinitySync(
                runtime,
                interconnect,
                List.of(peer),
                new AffinitySync.Facts(List::of, _ -> {}),
                synced -> syncedNanos.set(synced ? System.nanoTime() : 0));
        joinedNanos = System.nanoTime();
        interconnect.start(new Deaf());
        running.start();
        sync = running;
        Thread.ofPlatform().daemon().name("heartbeats").start(() -> beat(interconnect));
        return millisSince(joinedNanos);
    }

    /** By these nodes find each other, and where each can be told something. */
    private void beat(Interconnect interconnect) {
        long incarnation = System.currentTimeMillis();
        for (long sequence = 1; ; sequence++) {
            interconnect.advertise(new Advertisement(
                    "bench",
                    node,
                    incarnation,
                    sequence,
                    Role.BACKUP,
                    1,
                    100,
                    100,
                    "",
                    true,
                    Advertisement.UNKNOWN_HEALTH,
                    0,
                    List.of()));
            LockSupport.parkNanos(HEARTBEAT.toNanos());
        }
    }

    private InterconnectConfig config(InetAddress own) {
        return new InterconnectConfig(
                "bench",
                node,
                own,
                Map.of("lb1", address("lb1"), "lb2", address("lb2")),
                transport,
                Optional.of(SECRET),
                HEARTBEAT);
    }

    private static InetAddress address(String name) {
        try {
            return InetAddress.getByName(requireNonNull(NODES.get(name), name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String fill(int count) {
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            put(random.nextLong(), random.nextLong(), i);
        }
        return millisSince(begin);
    }

    private void put(long high, long low, long choice) {
        runtime.table().put("app", new AffinityKey(high, low), "server-" + choice % 10, TTL);
    }

    /** Each client moves with each of its changes, so that none is for nothing. */
    private String rate(int perSecond, int seconds, int clients) {
        long begin = System.nanoTime() + 500_000_000;
        System.out.println(answers + " begins " + begin);
        long end = begin + seconds * 1_000_000_000L;
        long written = 0;
        long probes = 0;
        long worst = 0;
        for (long due = begin; due < end; due += WRITE_NANOS) {
            sleepUntil(due);
            worst = Math.max(worst, System.nanoTime() - due);
            for (; begin + probes * PROBE_NANOS <= due; probes++) {
                put(spread(PROBES + probes), spread(begin + probes), 0);
            }
            long target = (due - begin + WRITE_NANOS) / 1000 * perSecond / 1_000_000;
            for (; written < target; written++) {
                long client = written % clients;
                put(spread(client), spread(~client), written / clients + written);
            }
        }
        return "%d changes, %s ms, the writer was late by %.1f ms at most"
                .formatted(written, millisSince(begin), worst / 1e6);
    }

    private String watch(long begin, int seconds) {
        int count = (int) (seconds * 1_000_000_000L / PROBE_NANOS);
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            AffinityKey probe = new AffinityKey(spread(PROBES + i), spread(begin + i));
            long due = begin + i * PROBE_NANOS;
            sleepUntil(due);
            while (runtime.table().serverOf(probe) == null && System.nanoTime() - due < 20_000_000_000L) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            millis[i] = (System.nanoTime() - due) / 1e6;
        }
        Arrays.sort(millis);
        return "p50 %.1f p99 %.1f max %.1f ms"
                .formatted(millis[count / 2], millis[count * 99 / 100], millis[count - 1]);
    }

    private String settle() {
        AffinitySync running = requireNonNull(sync, "not joined");
        long begin = System.nanoTime();
        long worst = 0;
        long calmSince = begin;
        // Calm for as long as it may lag, or a lag that has not been looked at would pass for none.
        while (System.nanoTime() - calmSince < SETTLED_MILLIS * 1_000_000) {
            long lag = running.lag().toMillis();
            worst = Math.max(worst, lag);
            if (lag >= SETTLED_MILLIS) {
                calmSince = System.nanoTime();
            }
            LockSupport.parkNanos(WRITE_NANOS);
        }
        return "%.0f ms, lag at most %d ms".formatted((calmSince - begin) / 1e6, worst);
    }

    private String synced() {
        while (syncedNanos.get() == 0) {
            LockSupport.parkNanos(WRITE_NANOS);
        }
        return "%.0f ms".formatted((syncedNanos.get() - joinedNanos) / 1e6);
    }

    private String write() {
        long begin = System.nanoTime();
        runtime.close();
        return millisSince(begin);
    }

    private String stats() {
        AffinityTable table = runtime.table();
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
                .sum();
        long entries = table.size();
        return "%d entries, %d bytes, %.1f bytes each, heap at most %d MiB, digest %016x"
                .formatted(
                        entries,
                        table.bytes(),
                        entries == 0 ? 0.0 : (double) table.bytes() / entries,
                        heap >> 20,
                        Arrays.stream(table.segmentDigests()).sum());
    }

    private static long spread(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29) ^ (number << 40);
    }

    private static void sleepUntil(long due) {
        for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }

    private static String millisSince(long begin) {
        return "%.0f".formatted((System.nanoTime() - begin) / 1e6);
    }

    /** Nobody is elected here. */
    private static final class Deaf implements Interconnect.Listener {
        @Override
        public void onAdvertisement(Advertisement advertisement) {}

        @Override
        public void onCommand(String from, Command command) {}

        @Override
        public void onPeerDied(String node) {}

        @Override
        public void onPeerLeft(String node) {}
    }
}
