package dev.baton.lb.cli;

import dev.baton.lb.admin.EventsReport;
import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.history.NodeEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * What happened on all nodes of a cluster, as one timeline. The times are those of each node's clock, so what two nodes
 * tell is in order as far as their clocks agree.
 */
final class ClusterEvents {

    /** How long a node may take to answer before the others are shown without it; what it answers is shown later. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final AdminClient asked;
    private final Function<String, AdminClient> clients;
    private final Map<String, Source> sources = new TreeMap<>();
    private final Set<String> groups = new TreeSet<>();

    /** @param node which node tells of the event */
    record Entry(String node, NodeEvent event) {}

    /**
     * What is new.
     *
     * @param entries oldest first
     * @param silent the nodes that could not be asked, each with why
     */
    record News(List<Entry> entries, Map<String, String> silent) {}

    /**
     * @param asked the node that is asked, and asks the others
     * @param clients a client for each node of the cluster, by its name
     */
    ClusterEvents(AdminClient asked, Function<String, AdminClient> clients) {
        this.asked = asked;
        this.clients = clients;
    }

    /**
     * All that came since the last time, and at first all that the nodes keep.
     *
     * @throws CommandFailure if not even the node that is asked answers
     */
    News next() throws InterruptedException {
        StatusReport status = asked.convert(asked.get("/v1/status"), StatusReport.class);
        Map<String, String> silent = silent(status);
        source(status.node());
        sources.forEach((name, source) -> {
            if (!silent.containsKey(name)) {
                source.ask();
            }
        });
        List<Entry> entries = new ArrayList<>();
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        for (Source source : sources.values()) {
            source.collect(deadlineNanos, entries, silent);
        }
        entries.sort(Comparator.comparing(entry -> entry.event().at()));
        return new News(entries, silent);
    }

    /** By name, as far as they have been seen. */
    Set<String> nodes() {
        return sources.keySet();
    }

    /** The floating IP groups, by name, as far as they have been seen. */
    Set<String> groups() {
        return groups;
    }

    /** To ask a node that is not heard takes as long as it takes to give up. */
    private Map<String, String> silent(StatusReport status) {
        Map<String, String> silent = new TreeMap<>();
        for (StatusReport.FloatingIpGroup group : status.floatingIps()) {
            groups.add(group.name());
            for (StatusReport.Node node : group.nodes()) {
                source(node.name());
                if (node.role().equals("INIT") && !node.name().equals(status.node())) {
                    silent.put(
                            node.name(),
                            node.reasons().isEmpty()
                                    ? "is not heard"
                                    : node.reasons().getFirst());
                }
            }
        }
        return silent;
    }

    private Source source(String name) {
        return sources.computeIfAbsent(name, each -> new Source(each, clients.apply(each)));
    }

    /** One node, and up to where it has told. */
    private static final class Source {

        private final String name;
        private final AdminClient client;
        private long seen = -1;
        private Instant latest = Instant.MIN;
        private CompletableFuture<EventsReport> answer = new CompletableFuture<>();
        private boolean open;

        Source(String name, AdminClient client) {
            this.name = name;
            this.client = client;
        }

        /** Goes on waiting where an answer is still open. */
        void ask() {
            if (!open) {
                open = true;
                String question = "/v1/events?after=" + seen;
                answer = CompletableFuture.supplyAsync(
                        () -> client.convert(client.get(question), EventsReport.class), Thread::startVirtualThread);
            }
        }

        void collect(long deadlineNanos, List<Entry> entries, Map<String, String> silent) throws InterruptedException {
            if (!open || (silent.containsKey(name) && !answer.isDone())) {
                return;
            }
            try {
                take(answer.get(Math.max(1, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS), entries);
                open = false;
            } catch (TimeoutException _) {
                silent.put(name, "has not answered yet");
            } catch (ExecutionException e) {
                open = false;
                Throwable cause = e.getCause() == null ? e : e.getCause();
                silent.putIfAbsent(name, String.valueOf(cause.getMessage()));
            }
        }

        private void take(EventsReport report, List<Entry> entries) {
            Instant from = latest;
            // A node whose events begin anew tells those again that it still has.
            boolean anew = report.last() < seen;
            for (NodeEvent event : report.events()) {
                if (!anew || event.at().isAfter(from)) {
                    entries.add(new Entry(name, event));
                }
                latest = event.at();
            }
            seen = anew ? -1 : report.last();
        }
    }
}
