package dev.baton.lb.system.hostile;

import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lab.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the programs of this package in a host, each in a JVM of its own. An attacker has a machine of its own: of the
 * one that plays all of them it gets what the nodes leave, or else it would take the nodes' processors, which no network
 * lets it do.
 */
public final class Attacker {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Lab lab;
    private final Host host;
    private int started;

    public Attacker(Lab lab, Host host) {
        this.lab = lab;
        this.host = host;
    }

    /** 1 MiB of noise and some Java objects to each port; {@link #awaitDone} tells when that is over. */
    public RunningProgram startNoise(long seed, List<OpenPort> targets) {
        List<String> arguments = new ArrayList<>(List.of(String.valueOf(seed)));
        targets.stream().flatMap(OpenPort::words).forEach(arguments::add);
        return start(Noise.class, arguments);
    }

    /** Connections that say nothing or next to nothing, until the program is closed; returns when all stand. */
    public RunningProgram slowCallers(String address, int port, int number) {
        RunningProgram callers =
                start(SlowCallers.class, List.of(address, String.valueOf(port), String.valueOf(number)));
        callers.awaitLine("all there", PATIENCE);
        return callers;
    }

    /** Connections that have been answered once and wait; returns when all do. {@link #awaitDone} tells when all have ended. */
    public RunningProgram waitingClients(String address, int port, int number) {
        RunningProgram clients =
                start(WaitingClients.class, List.of(address, String.valueOf(port), String.valueOf(number)));
        clients.awaitLine("all there", PATIENCE);
        return clients;
    }

    /** Records so many datagrams to a port that a node sends. */
    public Path record(int port, int sourceLast, int count) {
        Path file = lab.directory().resolve("recording-" + host.name() + "-" + started);
        awaitDone(start(
                Recorder.class,
                List.of(
                        "record",
                        String.valueOf(port),
                        String.valueOf(sourceLast),
                        String.valueOf(count),
                        file.toString())));
        return file;
    }

    /** Sends what was recorded so many times in a row. */
    public void replay(Path recording, int times) {
        awaitDone(startReplay(recording, times));
    }

    /** As {@link #replay}, without waiting for the end. */
    public RunningProgram startReplay(Path recording, int times) {
        return start(Recorder.class, List.of("replay", String.valueOf(times), recording.toString()));
    }

    /** Sends what was recorded with a changed byte under the seal. */
    public void forge(Path recording, int times) {
        awaitDone(start(Recorder.class, List.of("forge", String.valueOf(times), recording.toString())));
    }

    private RunningProgram start(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "nice",
                "-n",
                "10",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return host.start(lab.directory().resolve("attack-" + host.name() + "-" + ++started + ".log"), command);
    }

    /** Waits until the program has done what it was started for. */
    public static void awaitDone(RunningProgram program) {
        program.awaitLine("^done", PATIENCE);
        program.awaitExit(PATIENCE);
    }
}
