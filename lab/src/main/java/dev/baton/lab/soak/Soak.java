package dev.baton.lab.soak;

import dev.baton.lab.BatonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The program that drives a node and everything around it, in a network of its own. Arguments: a directory for files,
 * seconds, a seed. Ends with 0 when nobody saw an error that a perfect balancer would not show, nothing leaked, and the
 * heap stayed flat.
 */
public final class Soak {

    private static final int HTTP = 8000;
    private static final int TCP = 8001;
    private static final int SERVERS = 4;
    private static final int FIRST_SERVER = 9000;
    private static final int HEAPS = 12;
    private static final int LONGEST_HEAP_SECONDS = 20;

    /** A heap that grows by less is flat: its collections were seen to differ by 9 % in ten minutes. */
    private static final double HEAP_GROWTH = 1.1;

    private final Ledger ledger = new Ledger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Long> heaps = new ArrayList<>();
    private final int heapSeconds;

    private Soak(int seconds) {
        heapSeconds = Math.clamp(seconds / HEAPS, 1, LONGEST_HEAP_SECONDS);
    }

    /** How a host runs it. */
    public static List<String> command(Path directory, Duration time, long seed) {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-Dbaton.home=" + BatonNode.executable().resolve("../..").normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                Soak.class.getName(),
                directory.toString(),
                String.valueOf(time.toSeconds()),
                String.valueOf(seed));
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        int seconds = Integer.parseInt(args[1]);
        long seed = Long.parseLong(args[2]);
        System.out.println("seed " + seed);
        System.exit(new Soak(seconds).run(directory, seconds, new SplittableRandom(seed)) ? 0 : 1);
    }

    private static String config(Path directory) {
        String http = servers(0);
        String tcp = servers(1);
        return """
                frontends:
                  - {name: web, bind: "127.0.0.1:%d", backend: app, access_log: {format: json, file: %s, headers: [%s]}}
                  - {name: raw, bind: "127.0.0.1:%d", mode: tcp, backend: lines}
                backends:
                  - name: app
                    check: {type: http, path: /healthz, interval: 100ms, rise: 1, fall: 2}
                    retries: 4
                    retry_on: [no_response]
                    servers: [%s]
                  - name: lines
                    check: {interval: 100ms, rise: 1, fall: 2}
                    retries: 4
                    servers: [%s]
                """.formatted(HTTP, SoakNode.accessLog(directory), Visitor.ID, TCP, http, tcp);
    }

    private static String servers(int offset) {
        return IntStream.range(0, SERVERS)
                .mapToObj(i -> "{name: %s, address: \"127.0.0.1:%d\"}".formatted(name(i), port(i) + offset))
                .collect(Collectors.joining(", "));
    }

    private static String name(int server) {
        return "s" + server;
    }

    private static int port(int server) {
        return FIRST_SERVER + 2 * server;
    }

    private boolean run(Path directory, int seconds, SplittableRandom random) throws IOException, InterruptedException {
        List<MixedServer> servers = IntStream.range(0, SERVERS)
                .mapToObj(i -> new MixedServer(name(i), port(i), ledger))
                .toList();
        try (SoakNode node = new SoakNode(directory, config(directory))) {
            awaitAnswer(node);
            List<Thread> visitors = visitors(random);
            Trouble trouble = new Trouble(servers, node, random.split());
            Thread heap = Thread.ofPlatform().start(() -> watchHeap(node));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            trouble.make(() -> System.nanoTime() < end);
            over.set(true);
            for (Thread visitor : visitors) {
                visitor.join();
            }
            heap.join();
            bringLeaksToLight(node);
            System.out.println(trouble);
            return report(node);
        }
    }

    /** Lost buffers are found by a collection, and told of when the next ones are taken. */
    private static void bringLeaksToLight(SoakNode node) throws IOException, InterruptedException {
        node.heapKib();
        for (int i = 0; i < SERVERS; i++) {
            answers();
        }
    }

    private void awaitAnswer(SoakNode node) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!answers()) {
            if (!node.isAlive() || System.nanoTime() > end) {
                throw new IOException("no answer from the node; it said:\n" + String.join("\n", node.lines()));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        // From the first good check of one server to that of the last.
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    }

    private static boolean answers() {
        try (Wire wire = Wire.connect(HTTP)) {
            wire.send("GET / HTTP/1.1\r\nHost: soak\r\nConnection: close\r\n\r\n");
            return wire.head().startsWith("HTTP/1.1 200 ");
        } catch (IOException e) {
            return false;
        }
    }

    private List<Thread> visitors(SplittableRandom random) {
        List<Thread> threads = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < kind.clients; i++) {
                Visitor visitor = new Visitor(kind, HTTP, TCP, ledger, random.split(), () -> !over.get());
                threads.add(Thread.ofVirtual().start(visitor));
            }
        }
        return threads;
    }

    private void watchHeap(SoakNode node) {
        try {
            while (!over.get()) {
                for (int i = 0; i < heapSeconds && !over.get(); i++) {
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                }
                heaps.add(node.heapKib());
            }
        } catch (IOException e) {
            System.out.println("no heap: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean report(SoakNode node) throws IOException, InterruptedException {
        int exit = node.end();
        ledger.settle(node.reasons());
        List<String> complaints = node.complaints();
        System.out.println(ledger.table());
        System.out.println("heap after collections, every " + heapSeconds + " s, KiB: " + heaps);
        System.out.println("exit code " + exit + ", complaints " + complaints.size());
        node.firstComplaint().forEach(System.out::println);
        boolean flat = isFlat();
        System.out.println(flat ? "the heap is flat" : "THE HEAP GROWS");
        return ledger.errors() == 0 && complaints.isEmpty() && exit == 0 && flat;
    }

    /** The last third beside the third before it: a start has its own growth. Of short runs it says nothing. */
    private boolean isFlat() {
        int third = heaps.size() / 3;
        return third < 2 || average(2 * third, 3 * third) <= HEAP_GROWTH * average(third, 2 * third);
    }

    private double average(int from, int to) {
        return heaps.subList(from, to).stream()
                .mapToLong(Long::longValue)
                .average()
                .orElseThrow();
    }
}
