package dev.baton.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * A client that asks all the time and says how long there was no answer.
 *
 * <p>{@code OutageClient URL [INTERVAL_MS [HEADER]]} prints {@code ready} at the first success. On standard input,
 * {@code mark} ends the measuring window and prints it as one JSON line, {@code steady} prints {@code steady N} once
 * {@value #STEADY} answers in a row were good and nothing from before them is open (N counts these commands), and end of
 * input ends the program with the last window. {@code HEADER} names a response header whose values are counted.
 */
public final class OutageClient {
    /** The name of the thread that asks and listens. */
    static final String LOOP = "requests";

    private static final int STEADY = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final RequestLoop loop;
    private Window window = new Window(1, System.nanoTime());
    private boolean ready;
    private int steadyAsked;
    private int steadySaid;
    private int goodInARow;
    private long goodSinceNanos;

    private OutageClient(URI uri, Duration interval, String header, PrintStream out) throws IOException {
        this.out = out;
        this.loop = new RequestLoop(uri, interval, TIMEOUT, header, this::onOutcome);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 1 || args.length > 3) {
            System.err.println("usage: OutageClient URL [INTERVAL_MS [HEADER]]");
            System.exit(2);
        }
        Duration interval = Duration.ofMillis(args.length > 1 ? Long.parseLong(args[1]) : 2);
        OutageClient client =
                new OutageClient(URI.create(args[0]), interval, args.length > 2 ? args[2] : "", System.out);
        client.rehearse();
        Thread.ofPlatform().daemon().name("commands").start(client::readCommands);
        Thread loop = Thread.ofPlatform().name(LOOP).start(client::ask);
        loop.join();
    }

    private void ask() {
        try {
            loop.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is done for the first time loads classes for a fifth of a second, which must not be the time of a fault. */
    private void rehearse() throws JsonProcessingException {
        Window rehearsed = new Window(0, System.nanoTime());
        rehearsed.add(new Outcome(0, System.nanoTime() + 1_000_000_000, Outcome.OK, "rehearsed"));
        JSON.writeValueAsString(rehearsed.end(System.nanoTime(), Instant.now(), 0));
    }

    private void readCommands() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String command = line.strip();
                loop.execute(() -> obey(command));
            }
        } catch (IOException e) {
            System.err.println("cannot read commands: " + e.getMessage());
        }
        loop.execute(() -> {
            mark();
            loop.stop();
        });
    }

    private void obey(String command) {
        switch (command) {
            case "mark" -> mark();
            case "steady" -> {
                steadyAsked++;
                goodInARow = 0;
            }
            default -> System.err.println("unknown command \"" + command + "\"; known: mark, steady");
        }
    }

    private void mark() {
        WindowResult result = window.end(System.nanoTime(), Instant.now(), loop.takeLatenessNanos());
        try {
            out.println(JSON.writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        window = new Window(window.number() + 1, window.lastSuccessNanos());
    }

    private void onOutcome(Outcome outcome) {
        if (!ready) {
            if (!outcome.ok()) {
                return;
            }
            // What came before the first answer is the start of the lab, not an outage.
            ready = true;
            window = new Window(1, outcome.endNanos());
            out.println("ready");
        }
        window.add(outcome);
        if (outcome.ok() && goodInARow == 0) {
            goodSinceNanos = outcome.startNanos();
        }
        goodInARow = outcome.ok() ? goodInARow + 1 : 0;
        // What an outage has left open fails a second later, and must not be blamed on what comes next.
        if (goodInARow >= STEADY && steadySaid < steadyAsked && !loop.waitsSinceBefore(goodSinceNanos)) {
            steadySaid = steadyAsked;
            out.println("steady " + steadySaid);
        }
    }
}
