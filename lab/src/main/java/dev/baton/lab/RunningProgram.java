package dev.baton.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A program that goes on running in a host. Its output (both streams, merged) goes to a log file and is kept here line
 * by line, so that a caller can wait for a line instead of guessing a time.
 */
public final class RunningProgram implements AutoCloseable {
    private static final int TAIL = 15;

    private final String name;
    private final Process process;
    private final Path log;
    private final List<String> lines = new ArrayList<>();
    private final List<Consumer<String>> listeners = new ArrayList<>();
    private boolean ended;

    private RunningProgram(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static RunningProgram start(String name, List<String> command, Path log) {
        try {
            Process process =
                    Commands.builder(command).redirectErrorStream(true).start();
            RunningProgram program = new RunningProgram(name, process, log);
            Thread.ofPlatform().daemon().name(name + "-output").start(program::readOutput);
            return program;
        } catch (IOException e) {
            throw new LabException("cannot start %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** The process id of the program itself: {@code ip netns exec} replaces itself by it. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Path log() {
        return log;
    }

    /** Sends a signal, for example {@code KILL}, {@code TERM}, {@code STOP}, {@code CONT}; nothing if it has ended. */
    public void kill(String signal) {
        // A process that this JVM has reaped may have given its id to a stranger.
        if (process.isAlive()) {
            Commands.exec("sh", "-c", "kill -" + signal + " " + pid());
        }
    }

    /** Waits for the end and returns the exit code (128 + signal when a signal ended it). */
    public int awaitExit(Duration timeout) {
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new LabException(
                "%s (pid %d) has not ended after %d ms%s".formatted(name, pid(), timeout.toMillis(), tail()));
    }

    /** Returns the first line, from the start of the output, in which the pattern is found; waits for it if need be. */
    public String awaitLine(String regex, Duration timeout) {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (lines) {
            for (int next = 0; ; next++) {
                while (next >= lines.size()) {
                    long left = deadline - System.nanoTime();
                    if (ended || left <= 0) {
                        throw new LabException("%s (pid %d) %s without a line that matches /%s/%s"
                                .formatted(name, pid(), ended ? "ended" : "ran " + timeout, regex, tail()));
                    }
                    awaitChange(left);
                }
                String line = lines.get(next);
                if (pattern.matcher(line).find()) {
                    return line;
                }
            }
        }
    }

    /** Everything printed so far. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Writes one line to the program's standard input. */
    public void send(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new LabException("cannot write to %s: %s%s".formatted(name, e.getMessage(), tail()), e);
        }
    }

    /** Hands every line, also those already printed, to the listener, on the thread that reads the output. */
    public void onLine(Consumer<String> listener) {
        synchronized (lines) {
            lines.forEach(listener);
            listeners.add(listener);
        }
    }

    /** Kills the program, if it still runs, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(5));
    }

    private void readOutput() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
                Writer file = Files.newBufferedWriter(log)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                file.write(line + "\n");
                file.flush();
                publish(line);
            }
        } catch (IOException e) {
            publish("the log ends here: " + e.getMessage());
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }

    private void publish(String line) {
        synchronized (lines) {
            lines.add(line);
            listeners.forEach(listener -> listener.accept(line));
            lines.notifyAll();
        }
    }

    private void awaitChange(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(lines, Math.max(nanos, 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for output of " + name, e);
        }
    }

    private String tail() {
        synchronized (lines) {
            List<String> last = lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
            return last.isEmpty() ? "; it printed nothing" : "; its last lines:\n  " + String.join("\n  ", last);
        }
    }
}
