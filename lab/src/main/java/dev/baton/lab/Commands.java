package dev.baton.lab;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs short commands to their end, in bounded time. */
final class Commands {
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** The sbin directories too: a root shell made by {@code su} does not have them on its path. */
    private static final String PATH = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";

    private Commands() {}

    static Optional<Path> find(String program) {
        return Stream.of(PATH.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static ProcessBuilder builder(List<String> command) {
        List<String> resolved = new ArrayList<>(command);
        find(command.getFirst()).ifPresent(path -> resolved.set(0, path.toString()));
        ProcessBuilder builder = new ProcessBuilder(resolved);
        builder.environment().put("PATH", PATH);
        // bin/baton looks here first: programs of the lab run on the Java that the lab runs on.
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    static ExecResult exec(String... command) {
        return exec(List.of(command), DEFAULT_TIMEOUT);
    }

    static ExecResult exec(List<String> command, Duration timeout) {
        Process process;
        try {
            process = builder(command).start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new LabException("cannot start `%s`: %s".formatted(String.join(" ", command), e.getMessage()), e);
        }
        CompletableFuture<String> out = readAll(process.getInputStream());
        CompletableFuture<String> err = readAll(process.getErrorStream());
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new LabException("`%s` did not end within %d ms; it was killed"
                        .formatted(String.join(" ", command), timeout.toMillis()));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for `%s`".formatted(String.join(" ", command)), e);
        }
        return new ExecResult(command, process.exitValue(), out.join(), err.join());
    }

    private static CompletableFuture<String> readAll(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(new UncheckedIOException(e));
            }
        });
        return text;
    }
}
