package dev.baton.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches who has the floating addresses, by the kernel's own events ({@code ip -ts monitor address} in each node's
 * host), so that no moment between two looks is missed. The time of an event is that at which the program reads it, so it
 * has a real-time priority: late by a slice of another, a removal would look like two owners. Resolution: about a
 * millisecond.
 */
public final class OwnerMonitor {
    private static final Pattern EVENT =
            Pattern.compile("^\\[(\\S+)\\] (Deleted )?\\d+: \\S+\\s+inet6? ([0-9a-f.:]+)/");
    private static final String MONITOR = "env TZ=UTC stdbuf -oL ip -o -ts monitor address";
    /** Not everywhere allowed: a container may have no real-time share. */
    private static final String FIRST = "chrt --fifo 10";

    private static final String PROBE = "192.0.2.";

    /** A change of one address on one host. */
    public record Change(Instant at, String host, String ip, boolean added) {}

    private record Holding(String host, String ip) {}

    private final Set<String> ips;
    private final Set<Holding> held = new HashSet<>();
    private final List<Change> changes = new ArrayList<>();

    private OwnerMonitor(Set<String> ips) {
        this.ips = Set.copyOf(ips);
    }

    /** Begins to watch hosts of which none has any of the addresses yet. */
    static OwnerMonitor start(Lab lab, List<Host> hosts, Set<String> ips) {
        OwnerMonitor monitor = new OwnerMonitor(ips);
        for (Host host : hosts) {
            RunningProgram program = host.start(
                    lab.directory().resolve("addresses-" + host.name() + ".log"),
                    List.of(
                            "sh",
                            "-c",
                            "%1$s true && exec %1$s %2$s; exec nice -n -20 %2$s".formatted(FIRST, MONITOR)));
            awaitListening(host, program);
            program.onLine(line -> monitor.onEvent(host.name(), line));
        }
        return monitor;
    }

    /** Whether the host has all of the addresses at this moment. */
    public synchronized boolean holds(String host) {
        return ips.stream().allMatch(ip -> held.contains(new Holding(host, ip)));
    }

    /** The one host that has all of the addresses; empty when none or more than one has. */
    public synchronized Optional<String> owner() {
        List<String> owners =
                held.stream().map(Holding::host).distinct().filter(this::holds).toList();
        return owners.size() == 1 ? Optional.of(owners.getFirst()) : Optional.empty();
    }

    /** Waits until the host has all of the addresses. */
    public void awaitHeldBy(String host, Duration timeout) {
        await(() -> holds(host), timeout, host + " has not got " + ips);
    }

    /** Waits until the host has none of the addresses. */
    public void awaitReleasedBy(String host, Duration timeout) {
        await(() -> releasedBy(host), timeout, host + " has not given up " + ips);
    }

    /** As {@link #awaitReleasedBy}, for one that may keep them: whether it has none in the end. */
    public boolean releasedWithin(String host, Duration timeout) {
        return waitFor(() -> releasedBy(host), timeout);
    }

    private boolean releasedBy(String host) {
        return held.stream().noneMatch(holding -> holding.host().equals(host));
    }

    /** All changes since an instant, in order of time. */
    public synchronized List<Change> changesSince(Instant since) {
        return sorted().stream().filter(change -> !change.at().isBefore(since)).toList();
    }

    /** The longest time since an instant for which one address was on two hosts. */
    public synchronized Duration longestOverlap(Instant since) {
        Duration longest = Duration.ZERO;
        Map<String, Set<String>> holders = new HashMap<>();
        Map<String, Instant> doubleSince = new HashMap<>();
        for (Change change : sorted()) {
            Set<String> hosts = holders.computeIfAbsent(change.ip(), _ -> new HashSet<>());
            if (change.added()) {
                hosts.add(change.host());
            } else {
                hosts.remove(change.host());
            }
            Instant began = hosts.size() > 1
                    ? doubleSince.putIfAbsent(change.ip(), change.at())
                    : doubleSince.remove(change.ip());
            if (began != null) {
                longest = max(longest, began, change.at(), since);
            }
        }
        for (Instant began : doubleSince.values()) {
            longest = max(longest, began, Instant.now(), since);
        }
        return longest;
    }

    /** Parses a line of the monitor; called on the thread that reads it. */
    synchronized void onEvent(String host, String line) {
        Matcher event = EVENT.matcher(line);
        if (!event.find() || !ips.contains(event.group(3))) {
            return;
        }
        Holding holding = new Holding(host, event.group(3));
        boolean added = event.group(2) == null;
        // A renewed lease is an event as well, but no change.
        if (added ? held.add(holding) : held.remove(holding)) {
            Instant at = LocalDateTime.parse(event.group(1)).toInstant(ZoneOffset.UTC);
            changes.add(new Change(at, host, holding.ip(), added));
            notifyAll();
        }
    }

    /** For tests of the arithmetic, without programs. */
    static OwnerMonitor of(Set<String> ips) {
        return new OwnerMonitor(ips);
    }

    private List<Change> sorted() {
        return changes.stream().sorted(Comparator.comparing(Change::at)).toList();
    }

    private static Duration max(Duration longest, Instant began, Instant ended, Instant since) {
        Duration overlap = Duration.between(began.isBefore(since) ? since : began, ended);
        return overlap.compareTo(longest) > 0 ? overlap : longest;
    }

    private void await(BooleanSupplier condition, Duration timeout, String complaint) {
        if (!waitFor(condition, timeout)) {
            throw new LabException("%s within %d ms".formatted(complaint, timeout.toMillis()));
        }
    }

    private synchronized boolean waitFor(BooleanSupplier condition, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted while waiting for " + ips, e);
            }
        }
        return true;
    }

    /** The program does not say when it has subscribed, so it is shown addresses until it reports one. */
    private static void awaitListening(Host host, RunningProgram program) {
        for (int last = 1; last < 250; last++) {
            String probe = PROBE + last;
            host.exec("ip", "addr", "add", probe + "/32", "dev", "lo").orThrow();
            host.exec("ip", "addr", "del", probe + "/32", "dev", "lo").orThrow();
            if (program.lines().stream().anyMatch(line -> line.contains(PROBE))) {
                return;
            }
        }
        throw new LabException("`ip monitor` in " + host.name() + " reports nothing; see " + program.log());
    }
}
