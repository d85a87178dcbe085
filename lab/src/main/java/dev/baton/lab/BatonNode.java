package dev.baton.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A Baton node that runs in a host, by way of {@code bin/baton}. */
public final class BatonNode implements HaNode {
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(30);
    private static final int SWITCHOVER_ATTEMPTS = 5;

    private final Lab lab;
    private final Host host;
    private final Path config;
    private final Map<String, String> environment;
    private int starts;
    private RunningProgram program;
    private long startedNanos;
    private volatile long readyNanos;

    private BatonNode(Lab lab, Host host, Path config, Map<String, String> environment) {
        this.lab = lab;
        this.host = host;
        this.config = config;
        this.environment = new TreeMap<>(environment);
        this.program = launch();
    }

    /** Starts the node that is named like its host, without waiting for it: {@link #awaitReady()}. */
    public static BatonNode start(Lab lab, Host host, Path config) {
        return start(lab, host, config, Map.of());
    }

    /**
     * As {@link #start(Lab, Host, Path)}.
     *
     * @param environment variables for the program, beside those of this process; in a value <code>{node}</code> stands
     *     for the node's name
     */
    public static BatonNode start(Lab lab, Host host, Path config, Map<String, String> environment) {
        return new BatonNode(lab, host, config, environment);
    }

    /** Waits until the node says that it is ready. */
    public BatonNode awaitReady() {
        program.awaitLine(readyLine(), READY_TIMEOUT);
        return this;
    }

    @Override
    public void signal(String signal) {
        program.kill(signal);
    }

    @Override
    public void awaitStopped() {
        int code = program.awaitExit(Duration.ofSeconds(15));
        if (code != 0) {
            throw new LabException("%s ended with exit code %d after SIGTERM; its log:%n%s"
                    .formatted(name(), code, String.join("\n", program.lines())));
        }
    }

    /** A machine that is busy for a moment may not hear its peer, and refuses; an operator would try again as well. */
    @Override
    public void switchOver() {
        ExecResult result = command("switchover");
        for (int attempt = 1; attempt < SWITCHOVER_ATTEMPTS && !result.ok(); attempt++) {
            result = command("switchover");
        }
        result.orThrow();
    }

    /** Starts the node again once it has ended, and waits until it is ready. Each life has a log file of its own. */
    @Override
    public void restart() {
        program.awaitExit(Duration.ofSeconds(15));
        program = launch();
        awaitReady();
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public Host host() {
        return host;
    }

    /** The running process, or the last one. */
    public RunningProgram program() {
        return program;
    }

    /** From start to ready, in the present life; only after {@link #awaitReady()}. */
    public Duration startupTime() {
        return Duration.ofNanos(readyNanos - startedNanos);
    }

    /** Runs a command that asks this node, for example {@code status}. */
    public ExecResult command(String... words) {
        List<String> command = new ArrayList<>(List.of(executable().toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--runtime-dir", runtimeDirectory().toString()));
        return host.exec(command.toArray(String[]::new));
    }

    /** The status JSON; empty when the node does not answer. */
    public Optional<JsonNode> status() {
        return new AdminSocket(runtimeDirectory().resolve(name() + ".sock")).get("/v1/status");
    }

    /** Whether the kernel of this node's host has the address. */
    public boolean owns(String ip) {
        return host.owns(ip);
    }

    public Path runtimeDirectory() {
        return lab.directory().resolve("run-" + name());
    }

    /** {@code bin/baton} of the checkout: below the system property {@code baton.home}, or above the current directory. */
    public static Path executable() {
        String home = System.getProperty("baton.home");
        Path start = Path.of(home == null ? "" : home).toAbsolutePath();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            Path candidate = directory.resolve("bin/baton");
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new LabException("no bin/baton in or above " + start + "; set the system property baton.home");
    }

    private RunningProgram launch() {
        Path state = lab.directory().resolve("state-" + name());
        try {
            Files.createDirectories(runtimeDirectory());
            Files.createDirectories(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>();
        // Whoever started the tests may ignore hang-ups (nohup), which programs inherit, and Java with them.
        command.addAll(List.of("env", "--default-signal=HUP"));
        environment.forEach((name, value) -> command.add(name + "=" + value.replace("{node}", name())));
        command.addAll(List.of(
                executable().toString(),
                "run",
                "--config",
                config.toString(),
                "--node",
                name(),
                "--runtime-dir",
                runtimeDirectory().toString(),
                "--state-dir",
                state.toString()));
        startedNanos = System.nanoTime();
        RunningProgram started =
                host.start(lab.directory().resolve("baton-" + name() + "-" + ++starts + ".log"), command);
        started.onLine(line -> {
            if (line.contains(readyLine())) {
                readyNanos = System.nanoTime();
            }
        });
        return started;
    }

    private String readyLine() {
        return "node " + name() + " ready";
    }
}
