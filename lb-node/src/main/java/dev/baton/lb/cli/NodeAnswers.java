package dev.baton.lb.cli;

import dev.baton.ha.cluster.Rejected;
import dev.baton.lb.admin.AdminAnswer;
import dev.baton.lb.admin.AdminApi;
import dev.baton.lb.admin.AdminQuestion;
import dev.baton.lb.admin.AffinityChange;
import dev.baton.lb.admin.AffinityReport;
import dev.baton.lb.admin.AffinityRequest;
import dev.baton.lb.admin.EventsReport;
import dev.baton.lb.admin.NodeOperations;
import dev.baton.lb.admin.PrepareRequest;
import dev.baton.lb.admin.RefusedException;
import dev.baton.lb.admin.ReloadDecision;
import dev.baton.lb.admin.ReloadReport;
import dev.baton.lb.admin.ReloadRequest;
import dev.baton.lb.admin.ServerRequest;
import dev.baton.lb.admin.ServersReport;
import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.admin.SwitchoverAnswer;
import dev.baton.lb.admin.SwitchoverRequest;
import dev.baton.lb.admin.TrafficReport;
import dev.baton.lb.admin.WhyReport;
import dev.baton.lb.cli.Reloads.Extent;
import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.FloatingIpConfig;
import dev.baton.lb.history.NodeMemory;
import dev.baton.lb.metrics.NodeMetrics;
import dev.baton.lb.metrics.Observation;
import dev.baton.lb.proxy.DataPath;
import dev.baton.lb.tls.CertificateStatus;
import dev.baton.lb.traffic.FrontendTraffic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What operators and other nodes ask of this node, each answered by the part that knows. */
final class NodeAnswers implements NodeOperations {

    private final NodeParts parts;

    NodeAnswers(NodeParts parts) {
        this.parts = parts;
    }

    @Override
    public StatusReport status() {
        Election running = parts.election;
        DataPath serving = parts.dataPath;
        AffinityRuntime known = parts.clients;
        return StatusReports.of(
                parts.reloads.config(),
                parts.node.name(),
                running == null ? List.of() : running.agent().status(),
                running == null ? List.of() : running.paths(),
                running == null ? Rejected.NOTHING : running.rejected(),
                serving == null ? List.of() : serving.backends(),
                certificates(),
                known == null ? StatusReport.Affinity.NOTHING : known.status(),
                !parts.ready);
    }

    @Override
    public List<ByteBuffer> metrics(boolean openMetrics) {
        Election running = parts.election;
        DataPath serving = parts.dataPath;
        StatusReport status = status();
        return NodeMetrics.text(
                new Observation(
                        parts.reloads.config().cluster().name(),
                        parts.node.name(),
                        VersionCommand.version(),
                        status.problems().size(),
                        running == null ? Observation.Election.NONE : running.observe(),
                        frontendTraffic(),
                        serving == null ? List.of() : serving.backends(),
                        serving == null ? List.of() : serving.responses(),
                        certificates(),
                        new Observation.Affinity(
                                status.affinity().entries(),
                                Duration.ofMillis(status.affinity().lagMillis()),
                                status.affinity().lagEntries())),
                openMetrics);
    }

    private List<CertificateStatus> certificates() {
        DataPath serving = parts.dataPath;
        SecureAdmin secure = parts.secureAdmin;
        return Stream.concat(
                        serving == null ? Stream.of() : serving.certificates().stream(),
                        Stream.ofNullable(secure).map(SecureAdmin::certificates))
                .toList();
    }

    @Override
    public TrafficReport traffic() {
        DataPath serving = parts.dataPath;
        return TrafficReports.of(
                parts.node.name(),
                System.nanoTime(),
                frontendTraffic(),
                serving == null ? List.of() : serving.backends());
    }

    private List<FrontendTraffic> frontendTraffic() {
        DataPath serving = parts.dataPath;
        return serving == null
                ? List.of()
                : parts.reloads.config().frontends().stream()
                        .map(serving::traffic)
                        .toList();
    }

    @Override
    public EventsReport events() {
        NodeMemory remembered = parts.memory;
        return remembered == null
                ? new EventsReport(List.of(), 0)
                : new EventsReport(remembered.events(), remembered.last());
    }

    @Override
    public CompletableFuture<SwitchoverAnswer> switchover(SwitchoverRequest request) {
        Election running = parts.election;
        if (running == null) {
            return CompletableFuture.failedFuture(new RefusedException("this cluster has no floating IP group"));
        }
        BatonConfig config = parts.reloads.config();
        List<String> groups =
                config.floatingIps().stream().map(FloatingIpConfig::name).toList();
        String group = request.group();
        if (group.isEmpty() && groups.size() == 1) {
            group = groups.getFirst();
        }
        if (!groups.contains(group)) {
            return wrong((group.isEmpty()
                            ? "say which floating IP group"
                            : "there is no floating IP group \"" + group + "\"")
                    + "; there are " + String.join(", ", groups));
        }
        if (!request.target().isEmpty()
                && config.cluster().node(request.target()).isEmpty()) {
            return wrong(config.cluster().noSuchNode(request.target()));
        }
        return running.agent()
                .switchover(group, request.target(), request.force())
                .thenApply(result -> new SwitchoverAnswer(
                        result.done(), result.message(), result.duration().toNanos() / 1e6));
    }

    @Override
    public CompletableFuture<WhyReport> why() {
        Election running = parts.election;
        if (running == null) {
            return CompletableFuture.completedFuture(new WhyReport(parts.node.name(), List.of()));
        }
        List<CompletableFuture<WhyReport.Group>> groups = parts.reloads.config().floatingIps().stream()
                .map(group -> running.agent()
                        .explain(group.name())
                        .thenApply(lines -> new WhyReport.Group(group.name(), withIntrusion(lines, running))))
                .toList();
        return CompletableFuture.allOf(groups.toArray(CompletableFuture<?>[]::new))
                .thenApply(_ -> new WhyReport(
                        parts.node.name(),
                        groups.stream().map(CompletableFuture::join).toList()));
    }

    private static List<String> withIntrusion(List<String> lines, Election running) {
        return Stream.concat(
                        lines.stream(),
                        StatusReports.intrusion(running.rejected()).stream().map(what -> "no part in this: " + what))
                .toList();
    }

    @Override
    public CompletableFuture<Void> setMaintenance(boolean on, boolean force) {
        Election running = parts.election;
        return running == null
                ? CompletableFuture.failedFuture(
                        new RefusedException("this cluster has no floating IP group: there is nothing to give up"))
                : running.setMaintenance(on, force);
    }

    @Override
    public ServersReport servers() {
        ServerOperations running = parts.servers;
        return new ServersReport(running == null ? List.of() : running.rows(), notHeard());
    }

    private List<String> notHeard() {
        Election running = parts.election;
        return running == null ? List.of() : running.notHeard();
    }

    @Override
    public void changeServer(ServerRequest request) throws IOException {
        ServerOperations running = parts.servers;
        if (running == null) {
            throw new RefusedException("this node is still starting");
        }
        running.change(request);
    }

    @Override
    public CompletableFuture<ReloadReport> reload(ReloadRequest request) {
        ClusterReload all = parts.clusterReload;
        if (request.cluster()) {
            return all == null
                    ? CompletableFuture.failedFuture(
                            new IOException("this node talks to no other: reload each node by itself"))
                    : all.run(request.dryRun());
        }
        return parts.reloads.reload(parts.reloads.file(), request.dryRun() ? Extent.SHOW : Extent.APPLY);
    }

    @Override
    public CompletableFuture<ReloadReport> prepareReload(PrepareRequest request) {
        PreparedReload part = parts.preparedReload;
        ClusterReload all = parts.clusterReload;
        if (part == null || all == null || all.isBusy()) {
            return CompletableFuture.failedFuture(
                    new IOException("it starts, or reloads the cluster itself; try again in a moment"));
        }
        return part.prepare(request.text());
    }

    @Override
    public CompletableFuture<ReloadReport> decideReload(ReloadDecision decision) {
        PreparedReload part = parts.preparedReload;
        return part == null
                ? CompletableFuture.failedFuture(new IOException("it is still starting"))
                : part.decide(decision);
    }

    @Override
    public CompletableFuture<AdminAnswer> forward(String name, AdminQuestion question) {
        if (name.equals(parts.node.name())) {
            return new AdminApi(this).answer(question);
        }
        BatonConfig config = parts.reloads.config();
        if (config.cluster().node(name).isEmpty()) {
            return wrong(config.cluster().noSuchNode(name));
        }
        Election running = parts.election;
        if (running == null) {
            return unreachable(name, "nodes without floating_ips do not talk");
        }
        // A few lost heartbeats do not keep it from answering.
        Optional<String> silence =
                running.silence(name).filter(_ -> !StatusReports.heardLately(config, running.paths(), name));
        return silence.isPresent()
                ? unreachable(name, silence.get())
                : running.peers().ask(name, question);
    }

    private static <T> CompletableFuture<T> unreachable(String node, String why) {
        return CompletableFuture.failedFuture(new IOException("node " + node + " cannot be asked: " + why));
    }

    @Override
    public AffinityReport affinity(AffinityRequest request) {
        return running(parts.affinity).report(request);
    }

    @Override
    public AffinityChange.Answer changeAffinity(AffinityChange change) {
        return new AffinityChange.Answer(running(parts.affinity).change(change), notHeard());
    }

    private static <T> T running(@Nullable T part) {
        if (part == null) {
            throw new RefusedException("this node is still starting");
        }
        return part;
    }

    private static <T> CompletableFuture<T> wrong(String what) {
        return CompletableFuture.failedFuture(new IllegalArgumentException(what));
    }
}
