package dev.baton.floatingip.exec;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of the user, run as a child that must end in time. Its standard input is empty.
 *
 * @param command the program and its arguments; no shell is involved
 * @param environment variables beside those of this process
 * @param timeout after which the program is killed together with its children
 */
public record BoundedProgram(List<String> command, Map<String, String> environment, Duration timeout) {

    private static final int MESSAGE_LIMIT = 500;

    public BoundedProgram {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        requireNonNull(timeout, "timeout is null");
    }

    /**
     * What came of a run.
     *
     * @param good whether the program ended by itself with status 0
     * @param words what it printed (500 bytes at most) if good, otherwise what went wrong, in words that continue the
     *     name of the program
     */
    public record Outcome(boolean good, String words) {}

    /** Runs the program and returns when it has ended; one that is interrupted is killed like one that is late. */
    public Outcome run() {
        try {
            // A file, because a pipe would be held open by whatever the program leaves in the background.
            Path output = Files.createTempFile("baton-exec", ".log");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                return outcome(process, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return new Outcome(false, "cannot be run: " + e.getMessage());
        }
    }

    private Outcome outcome(Process process, Path output) throws IOException {
        try {
            if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                kill(process);
                return new Outcome(false, "was not done within " + timeout.toMillis() + " ms and has been killed");
            }
        } catch (InterruptedException _) {
            kill(process);
            Thread.currentThread().interrupt();
            return new Outcome(false, "was interrupted and has been killed");
        }
        String said = said(output);
        return process.exitValue() == 0
                ? new Outcome(true, said)
                : new Outcome(false, "ended with status " + process.exitValue() + (said.isEmpty() ? "" : ": " + said));
    }

    /** The children are found first: without their parent they would be nobody's. */
    private static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static String said(Path output) throws IOException {
        try (InputStream in = Files.newInputStream(output)) {
            return new String(in.readNBytes(MESSAGE_LIMIT), StandardCharsets.UTF_8).strip();
        }
    }
}
