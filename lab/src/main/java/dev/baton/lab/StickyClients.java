package dev.baton.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Many clients that remember which server answered them. On standard input, with answers that are numbered from 1:
 *
 * <pre>
 * meet HOST KIND FROM COUNT         that many new clients ask once; prints {@code met COUNT}
 * flood HOST KIND FROM RATE         new clients ask, that many a second, until
 * end                               prints {@code flooded COUNT} with how many were answered
 * ask HOST                          all ask again: {@code asked COUNT moved COUNT oldest MILLIS}, the last being how long
 *                                   before the first failure of the flood the oldest client that moved had met its server
 * </pre>
 */
public final class StickyClients {
    private static final int THREADS = 8;
    private static final long RETRY_NANOS = 10_000_000L;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final ConcurrentLinkedQueue<StickyClient> known = new ConcurrentLinkedQueue<>();
    private final AtomicLong firstFailureNanos = new AtomicLong();
    private volatile boolean flooding;
    private int answers;

    private StickyClients() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        StickyClients clients = new StickyClients();
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<Thread> flood = List.of();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "meet" -> clients.say("met " + clients.meet(words));
                case "flood" -> flood = clients.flood(words);
                case "end" -> {
                    clients.flooding = false;
                    join(flood);
                    clients.say("flooded " + clients.known.size());
                }
                case "ask" -> clients.say(clients.ask(words[1]));
                default -> System.err.println("unknown command " + line);
            }
        }
    }

    private void say(String answer) {
        System.out.println(++answers + " " + answer);
    }

    private int meet(String[] words) throws InterruptedException {
        int from = Integer.parseInt(words[3]);
        int count = Integer.parseInt(words[4]);
        StickyClient.Kind kind = StickyClient.Kind.valueOf(words[2]);
        AtomicInteger next = new AtomicInteger();
        join(each(words[1], () -> {
            int number = next.getAndIncrement();
            return number < count ? new StickyClient(kind, from + number) : null;
        }));
        return count;
    }

    private List<Thread> flood(String[] words) {
        int from = Integer.parseInt(words[3]);
        long gap = 1_000_000_000L / Integer.parseInt(words[4]);
        StickyClient.Kind kind = StickyClient.Kind.valueOf(words[2]);
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        firstFailureNanos.set(0);
        flooding = true;
        return each(words[1], () -> {
            int number = next.getAndIncrement();
            long wait = begin + number * gap - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
            return flooding ? new StickyClient(kind, from + number) : null;
        });
    }

    private String ask(String host) throws InterruptedException {
        List<StickyClient> before = List.copyOf(known);
        known.clear();
        List<StickyClient> again = before.stream()
                .map(client -> {
                    StickyClient same = new StickyClient(client.kind, client.number);
                    same.cookie = client.cookie;
                    return same;
                })
                .toList();
        AtomicInteger next = new AtomicInteger();
        join(each(host, () -> {
            int at = next.getAndIncrement();
            return at < again.size() ? again.get(at) : null;
        }));
        long moved = 0;
        long oldest = 0;
        for (int i = 0; i < again.size(); i++) {
            if (!again.get(i).server.equals(before.get(i).server)) {
                moved++;
                oldest = Math.max(oldest, firstFailureNanos.get() - before.get(i).metNanos);
            }
            again.get(i).metNanos = before.get(i).metNanos;
        }
        return "asked %d moved %d oldest %.1f".formatted(again.size(), moved, oldest / 1e6);
    }

    private List<Thread> each(String host, Supplier<@Nullable StickyClient> source) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                Map<Integer, StickyConnection> connections = new HashMap<>();
                for (StickyClient client = source.get(); client != null; client = source.get()) {
                    askUntilAnswered(host, client, connections);
                }
                connections.values().forEach(StickyClients::end);
            }));
        }
        return threads;
    }

    private void askUntilAnswered(String host, StickyClient client, Map<Integer, StickyConnection> connections) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() - deadline < 0) {
            StickyConnection connection = connections.remove(client.port());
            try {
                if (connection == null) {
                    connection = new StickyConnection(host, client);
                }
                client.server = connection.ask(client);
                client.metNanos = System.nanoTime();
                known.add(client);
                if (client.isKnownByConnection()) {
                    end(connection);
                } else {
                    connections.put(client.port(), connection);
                }
                return;
            } catch (IOException _) {
                firstFailureNanos.compareAndSet(0, System.nanoTime());
                if (connection != null) {
                    end(connection);
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private static void end(StickyConnection connection) {
        try {
            connection.close();
        } catch (IOException _) {
            // It is over either way.
        }
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
