package dev.baton.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Who answers ARP for an address, as a host on the LAN finds out by asking: what a client's kernel would learn. Another
 * matter than {@link OwnerMonitor}'s, for a kernel that is cut off has the address and answers nobody.
 */
public final class ArpWatch {
    /** Also the resolution. */
    static final Duration INTERVAL = Duration.ofMillis(5);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Answered(Instant from, int hosts) {}

    private final List<Answered> history = new ArrayList<>();

    private ArpWatch() {}

    /** Begins to ask from a host that does not use the address itself; returns after the first answer. */
    static ArpWatch start(Lab lab, Host host, String ownIp, String ip) {
        List<String> command = new ArrayList<>(LabPrograms.java(ArpClient.class, "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(Host.INTERFACE, ownIp, ip, String.valueOf(INTERVAL.toMillis())));
        Path log = lab.directory().resolve("arp-" + host.name() + "-" + System.nanoTime() + ".log");
        RunningProgram program = host.start(log, command);
        ArpWatch watch = of();
        program.onLine(watch::onLine);
        program.awaitLine("Z [0-9a-f:]{17}", PATIENCE);
        return watch;
    }

    /** For tests of the arithmetic, without a program. */
    static ArpWatch of() {
        return new ArpWatch();
    }

    /** The longest time since an instant for which more than one host answered. */
    public synchronized Duration longestDouble(Instant since) {
        Duration longest = Duration.ZERO;
        Instant began = null;
        for (Answered each : history) {
            if (each.hosts() > 1) {
                began = began == null ? each.from() : began;
            } else if (began != null && each.hosts() == 1) {
                // That nobody answers one question does not tell who would have.
                longest = max(longest, began, each.from(), since);
                began = null;
            }
        }
        return began == null ? longest : max(longest, began, Instant.now(), since);
    }

    /** A line of {@link ArpClient}; called on the thread that reads it. */
    synchronized void onLine(String line) {
        String[] words = line.split(" ", -1);
        if (!words[0].endsWith("Z")) {
            return; // What the JVM says of itself.
        }
        history.add(new Answered(Instant.parse(words[0]), words.length - 1));
    }

    private static Duration max(Duration longest, Instant began, Instant ended, Instant since) {
        Duration span = Duration.between(began.isBefore(since) ? since : began, ended);
        return span.compareTo(longest) > 0 ? span : longest;
    }
}
