package dev.baton.lab.soak;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * What has become of every visit. One that fails is excused when no balancer could have helped: it was at a server that
 * went away, and its answer had begun or it is none that may be repeated.
 */
final class Ledger {

    /** That a server has gone may take so long to be known to everybody. */
    private static final long MARGIN_NANOS = 50_000_000;

    private final AtomicLong ids = new AtomicLong();
    private final Set<Long> casualties = ConcurrentHashMap.newKeySet();
    private final Queue<Death> deaths = new ConcurrentLinkedQueue<>();
    private final Queue<Doubt> doubts = new ConcurrentLinkedQueue<>();
    private final Map<Kind, Row> rows = new EnumMap<>(Kind.class);

    private record Death(String server, long at) {}

    /** A visit that got a status instead of an answer; whose fault that was is read in the balancer's log in the end. */
    private record Doubt(Visit visit, String why, long at) {}

    /** Counts of one kind. */
    static final class Row {
        final AtomicLong good = new AtomicLong();
        final AtomicLong excused = new AtomicLong();
        final Map<String, AtomicLong> errors = new ConcurrentHashMap<>();
    }

    Ledger() {
        for (Kind kind : Kind.values()) {
            rows.put(kind, new Row());
        }
    }

    /**
     * One visit.
     *
     * @param id by which servers know it
     * @param began by {@link System#nanoTime}
     */
    record Visit(Kind kind, long id, long began) {}

    Visit begin(Kind kind) {
        return new Visit(kind, ids.incrementAndGet(), System.nanoTime());
    }

    Row row(Kind kind) {
        Row row = rows.get(kind);
        if (row == null) {
            throw new IllegalStateException("no row for " + kind);
        }
        return row;
    }

    void good(Visit visit) {
        row(visit.kind()).good.incrementAndGet();
    }

    /**
     * @param begun whether the client had the head of the answer
     * @param why what it was told
     */
    void bad(Visit visit, boolean begun, String why) {
        boolean atTheDead = casualties.contains(visit.id());
        if (!begun && !visit.kind().repeatable && !atTheDead) {
            if (why.startsWith("status ")) {
                doubts.add(new Doubt(visit, why, System.nanoTime()));
                return;
            }
            atTheDead = deathsDuring(visit, System.nanoTime()).findAny().isPresent();
        }
        count(visit, (begun || !visit.kind().repeatable) && atTheDead, why);
    }

    private void count(Visit visit, boolean excused, String why) {
        Row row = row(visit.kind());
        if (excused) {
            row.excused.incrementAndGet();
        } else {
            row.errors.computeIfAbsent(why, _ -> new AtomicLong()).incrementAndGet();
        }
    }

    private Stream<Death> deathsDuring(Visit visit, long until) {
        return deaths.stream()
                .filter(death -> death.at() - visit.began() >= -MARGIN_NANOS && death.at() - until <= MARGIN_NANOS);
    }

    /**
     * Decides what was in doubt. What lay unread at a server when it died is known to nobody there, but the balancer says
     * whose fault it was.
     *
     * @param reasons what the balancer has logged of visits that it answered itself
     */
    void settle(Map<Long, String> reasons) {
        for (Doubt doubt : doubts) {
            String reason = reasons.getOrDefault(doubt.visit().id(), "not in the log");
            boolean excused = deathsDuring(doubt.visit(), doubt.at())
                    .anyMatch(death -> reason.contains("server " + death.server() + " closed"));
            count(doubt.visit(), excused, doubt.why() + ", " + reason);
        }
        doubts.clear();
    }

    /** A server goes away. */
    void death(String server) {
        deaths.add(new Death(server, System.nanoTime()));
    }

    /** It had this visit. */
    void casualty(long id) {
        casualties.add(id);
    }

    long errors() {
        return rows.values().stream()
                .flatMap(row -> row.errors.values().stream())
                .mapToLong(AtomicLong::get)
                .sum();
    }

    String table() {
        StringBuilder table = new StringBuilder("| clients | good | excused | errors |\n| --- | ---: | ---: | --- |\n");
        rows.forEach((kind, row) -> table.append("| %s | %d | %d | %s |%n"
                .formatted(
                        kind.name().toLowerCase(Locale.ROOT),
                        row.good.get(),
                        row.excused.get(),
                        row.errors.isEmpty() ? "none" : new TreeMap<>(row.errors))));
        return table.toString();
    }
}
