package dev.baton.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A node as many sites have it today: keepalived moves the address, HAProxy balances. */
final class KeepalivedNode implements HaNode {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String ENTERING = "Entering ";

    private final Host host;
    private final Path directory;
    private int starts;
    private RunningProgram haproxy;
    private RunningProgram keepalived;

    /** @param keepalivedConfig the whole file */
    KeepalivedNode(Lab lab, Host host, String keepalivedConfig, String haproxyConfig) {
        this.host = host;
        this.directory = lab.directory().resolve("keepalived-" + host.name());
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("keepalived.conf"), keepalivedConfig);
            Files.writeString(directory.resolve("haproxy.cfg"), haproxyConfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        starts++;
        haproxy = launchHaproxy();
        keepalived = launchKeepalived();
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public Host host() {
        return host;
    }

    /**
     * keepalived and HAProxy are several processes each. They are stopped first, or the last ones would see the first ones
     * die and say goodbye, which a dead machine does not.
     */
    @Override
    public void signal(String signal) {
        String ids = Stream.of(keepalived, haproxy)
                .map(RunningProgram::pid)
                .flatMap(id -> ProcessHandle.of(id).stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(process -> String.valueOf(process.pid()))
                .collect(Collectors.joining(" "));
        String first = signal.equals("KILL") ? "kill -STOP " + ids + "; " : "";
        Commands.exec("sh", "-c", first + "kill -" + signal + " " + ids);
    }

    @Override
    public void awaitStopped() {
        keepalived.awaitExit(PATIENCE);
        haproxy.awaitExit(PATIENCE);
    }

    @Override
    public void restart() {
        awaitStopped();
        starts++;
        haproxy = launchHaproxy();
        keepalived = launchKeepalived();
    }

    @Override
    public void switchOver() {
        throw new LabException("keepalived has no command to hand the address over");
    }

    /** The state that keepalived says that it is in, or empty. */
    String state() {
        return keepalived.lines().reversed().stream()
                .filter(line -> line.contains(ENTERING))
                .map(line -> line.substring(line.indexOf(ENTERING) + ENTERING.length())
                        .split(" ", 2)[0])
                .findFirst()
                .orElse("");
    }

    boolean isAlive() {
        return keepalived.isAlive() && haproxy.isAlive();
    }

    String words() {
        return Stream.of(keepalived, haproxy)
                .map(program -> "--- %s, %s%n%s"
                        .formatted(name(), program.log().getFileName(), String.join("\n", program.lines())))
                .collect(Collectors.joining("\n"));
    }

    private RunningProgram launchHaproxy() {
        return host.start(
                log("haproxy"),
                List.of("haproxy", "-db", "-f", directory.resolve("haproxy.cfg").toString()));
    }

    /** Each life has files of its own for its process ids: one that was killed leaves its files behind. */
    private RunningProgram launchKeepalived() {
        return host.start(
                log("keepalived"),
                List.of(
                        "keepalived",
                        "--dont-fork",
                        "--log-console",
                        "--log-detail",
                        "--vrrp",
                        "--use-file=" + directory.resolve("keepalived.conf"),
                        "--pid=" + directory.resolve("keepalived-" + starts + ".pid"),
                        "--vrrp_pid=" + directory.resolve("vrrp-" + starts + ".pid")));
    }

    private Path log(String program) {
        return directory.resolve(program + "-" + starts + ".log");
    }
}
