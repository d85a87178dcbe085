package dev.baton.containers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client in a container that asks every 20 ms, each time on a new connection. */
final class Watch implements AutoCloseable {

    /** What it saw: the longest time between two good answers, its requests, and those without a good answer within a second. */
    record Seen(Duration longestGap, int asked, int failed) {}

    private final Process process;
    private final BufferedReader output;

    private Watch(Process process) {
        this.process = process;
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Returns when the client has been answered steadily. */
    static Watch start(String container, Path program, String host) {
        try {
            Process process = new ProcessBuilder(List.of(
                            "docker", "exec", "-i", container, "python3", "-u", "-c", Files.readString(program), host))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Watch watch = new Watch(process);
            String first = watch.output.readLine();
            if (!"steady".equals(first)) {
                throw new AssertionError("the client is not answered: " + first);
            }
            return watch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Seen end() {
        try {
            process.getOutputStream().close();
            String[] seen = String.valueOf(output.readLine()).split(" ", -1);
            return new Seen(
                    Duration.ofMillis(Long.parseLong(seen[0])), Integer.parseInt(seen[1]), Integer.parseInt(seen[2]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
