package dev.baton.lb.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.lb.admin.AdminAnswer;
import dev.baton.lb.admin.AdminQuestion;
import dev.baton.lb.admin.PrepareRequest;
import dev.baton.lb.admin.ReloadDecision;
import dev.baton.lb.admin.ReloadReport;
import dev.baton.lb.cli.Reloads.Extent;
import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A reload of the whole cluster, from the node where it was asked for: all get ready, or none follows. Then this node
 * follows first, which is the decision: its advertisements tell the others, even if nothing else reaches them.
 */
final class ClusterReload {

    private final Reloads reloads;
    private final PeerAdmin peers;
    private final List<String> others;
    private final Supplier<Set<String>> heard;
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * @param others all nodes but this one
     * @param heard those of them that are heard at the moment
     */
    ClusterReload(Reloads reloads, PeerAdmin peers, List<String> others, Supplier<Set<String>> heard) {
        this.reloads = reloads;
        this.peers = peers;
        this.others = others;
        this.heard = heard;
    }

    /** Whether this node has asked the others: it does not get ready for anything else meanwhile. */
    boolean isBusy() {
        return busy.get();
    }

    CompletableFuture<ReloadReport> run(boolean dryRun) {
        if (!busy.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(new IOException("a reload of the cluster is under way already"));
        }
        CompletableFuture<ReloadReport> result = new CompletableFuture<>();
        Thread.ofVirtual().name("baton-cluster-reload").start(() -> {
            try {
                result.complete(attempt(dryRun));
            } catch (InterruptedException | ExecutionException | RuntimeException e) {
                result.completeExceptionally(e);
            } finally {
                busy.set(false);
            }
        });
        return result;
    }

    private ReloadReport attempt(boolean dryRun) throws InterruptedException, ExecutionException {
        ConfigSource next;
        try {
            next = reloads.file().read();
        } catch (ConfigException e) {
            ReloadReport none = reloads.reload(reloads::running, Extent.SHOW).get();
            return none.failing(e.problems().stream().map(Problem::toString).toList());
        }
        ReloadReport here = reloads.reload(() -> next, Extent.TRY).get();
        if (!here.done()) {
            return here;
        }
        Set<String> present = heard.get();
        List<String> absent =
                others.stream().filter(node -> !present.contains(node)).toList();
        if (!absent.isEmpty()) {
            return here.refusing("node " + String.join(", ", absent)
                    + " is not there, so not all can follow; without --cluster, each node reloads by itself");
        }
        String digest = next.config().digest();
        Map<String, ReloadReport> prepared = askAll("/v1/reload/prepare", new PrepareRequest(next.text()));
        List<String> objections = objections(prepared);
        if (!objections.isEmpty() || dryRun) {
            Map<String, ReloadReport> _ = askAll("/v1/reload/decide", new ReloadDecision(digest, false));
            return objections.isEmpty() ? with(here, prepared) : here.refusing(String.join("\n", objections));
        }
        ReloadReport done = with(reloads.reload(() -> next, Extent.APPLY).get(), prepared);
        Map<String, ReloadReport> answers = askAll("/v1/reload/decide", new ReloadDecision(digest, done.done()));
        List<String> late = objections(answers);
        return late.isEmpty() || !done.done()
                ? done
                : done.warning(String.join("\n", late) + "; it follows by itself once it hears this node");
    }

    /** Tells of the other nodes as well, above all of those that run something else and are about to lose it. */
    private static ReloadReport with(ReloadReport here, Map<String, ReloadReport> prepared) {
        List<ReloadReport.Other> others = new ArrayList<>();
        prepared.forEach((node, report) -> others.add(new ReloadReport.Other(node, report.changes())));
        ReloadReport told = here.with(others);
        for (Map.Entry<String, ReloadReport> each : prepared.entrySet()) {
            String node = "node " + each.getKey();
            if (!each.getValue().changes().equals(here.changes())) {
                told = told.warning(node + " runs another configuration than this one: it goes over to what the file"
                        + " here says, and its own file is replaced (.bak keeps it)");
            }
            for (String warning : each.getValue().warnings()) {
                told = here.warnings().contains(warning) ? told : told.warning(node + ": " + warning);
            }
        }
        return told;
    }

    private static List<String> objections(Map<String, ReloadReport> answers) {
        List<String> objections = new ArrayList<>();
        answers.forEach((node, report) -> {
            report.problems().forEach(problem -> objections.add("node " + node + ": " + problem));
            report.refused().forEach(refused -> objections.add("node " + node + ": " + refused));
        });
        return objections;
    }

    /** One that does not answer has an objection. */
    private Map<String, ReloadReport> askAll(String uri, Object body) throws InterruptedException, ExecutionException {
        Map<String, CompletableFuture<ReloadReport>> asked = new LinkedHashMap<>();
        others.forEach(node -> asked.put(node, ask(node, uri, body)));
        Map<String, ReloadReport> answers = new LinkedHashMap<>();
        for (Map.Entry<String, CompletableFuture<ReloadReport>> each : asked.entrySet()) {
            answers.put(each.getKey(), each.getValue().get());
        }
        return answers;
    }

    private CompletableFuture<ReloadReport> ask(String node, String uri, Object body) {
        try {
            return peers.ask(node, new AdminQuestion("POST", uri, json.writeValueAsString(body), "a cluster reload"))
                    .thenApply(this::report)
                    .exceptionally(failure -> ReloadReport.refusal(
                            failure.getCause() == null
                                    ? failure.toString()
                                    : String.valueOf(failure.getCause().getMessage())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ReloadReport report(AdminAnswer answer) {
        try {
            return answer.status() == 200
                    ? json.readValue(answer.body(), ReloadReport.class)
                    : ReloadReport.refusal(
                            json.readTree(answer.body()).path("error").asText("status " + answer.status()));
        } catch (JsonProcessingException e) {
            return ReloadReport.refusal("sent an odd answer: " + e.getOriginalMessage());
        }
    }
}
