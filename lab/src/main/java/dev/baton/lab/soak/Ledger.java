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
    private final Map<Kind, Row> rows = new EnumMap<>(Kind.class);

    private record Death(String server, long at) {}

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
        Row row = row(visit.kind());
        if (begun ? casualties.contains(visit.id()) : !visit.kind().repeatable && isAtTheDead(visit, why)) {
            row.excused.incrementAndGet();
        } else {
            row.errors.computeIfAbsent(why, _ -> new AtomicLong()).incrementAndGet();
        }
    }

    /** What lay unread at a server when it died is known to nobody there, but the balancer says whose fault it was. */
    private boolean isAtTheDead(Visit visit, String why) {
        boolean told = why.startsWith("status ");
        return casualties.contains(visit.id())
                || deaths.stream()
                        .filter(death -> death.at() - visit.began() >= -MARGIN_NANOS)
                        .anyMatch(death -> !told || why.contains("server " + death.server() + " closed"));
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
