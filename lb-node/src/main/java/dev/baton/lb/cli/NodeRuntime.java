package dev.baton.lb.cli;

import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.linux.LinuxFloatingIp;
import dev.baton.ha.cluster.Rejected;
import dev.baton.lb.admin.AdminAnswer;
import dev.baton.lb.admin.AdminApi;
import dev.baton.lb.admin.AdminQuestion;
import dev.baton.lb.admin.AdminServer;
import dev.baton.lb.admin.AffinityChange;
import dev.baton.lb.admin.AffinityReport;
import dev.baton.lb.admin.AffinityRequest;
import dev.baton.lb.admin.EventsReport;
import dev.baton.lb.admin.NodeOperations;
import dev.baton.lb.admin.PrepareRequest;
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
import dev.baton.lb.affinity.KeyHasher;
import dev.baton.lb.cli.Reloads.Extent;
import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.Caveats;
import dev.baton.lb.config.ClusterConfig.NodeConfig;
import dev.baton.lb.config.FloatingIpConfig;
import dev.baton.lb.history.NodeMemory;
import dev.baton.lb.metrics.NodeMetrics;
import dev.baton.lb.metrics.Observation;
import dev.baton.lb.pool.Affinity;
import dev.baton.lb.proxy.DataPath;
import dev.baton.lb.proxy.access.AccessLogs;
import dev.baton.lb.traffic.FrontendTraffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: the composition root.
 *
 * <p>Starts in the order that never shows a client a node that cannot serve: the admin socket (which refuses a second
 * node of the same name before that one can touch an address), leftovers of a former life, the listeners, and the
 * election last. Stops the other way round: the address leaves first, so that new clients go to the peer while running
 * requests finish here.
 */
final class NodeRuntime implements NodeOperations {

    /** How long running requests may take to finish once the node is asked to end. */
    static final Duration STOP_GRACE = Duration.ofSeconds(10);

    /** How often somebody looks whether their files have changed. */
    private static final Duration CERTIFICATES = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(NodeRuntime.class);

    private final NodeConfig node;
    private final Reloads reloads;
    private @Nullable AdminServer admin;
    private @Nullable DataPath dataPath;
    private @Nullable NodeMemory memory;
    private @Nullable AffinityRuntime clients;
    private @Nullable ServerOperations servers;
    private @Nullable AffinityOperations affinity;
    private @Nullable Election election;
    private volatile @Nullable PreparedReload preparedReload;
    private volatile @Nullable ClusterReload clusterReload;
    private volatile boolean ready;

    private NodeRuntime(ConfigSource source, NodeConfig node) {
        this.node = node;
        this.reloads = new Reloads(source, this::adopt);
    }

    static NodeRuntime start(ConfigSource source, NodeConfig node, Path runtimeDir, Path stateDir) {
        NodeRuntime runtime = new NodeRuntime(source, node);
        try {
            Path ownState = stateDir.resolve(node.name());
            StateDirectory.prepare(ownState);
            runtime.startParts(runtimeDir, ownState);
            return runtime;
        } catch (IOException | FloatingIpException e) {
            runtime.stop();
            throw new CommandFailure(ExitCode.NO, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            runtime.stop();
            throw e;
        }
    }

    private void startParts(Path runtimeDir, Path stateDir) throws IOException, FloatingIpException {
        BatonConfig config = reloads.config();
        Caveats.of(config).forEach(log::warn);
        InterfaceCheck.requirePresent(config.floatingIps());
        Optional<byte[]> secret = SecretFile.read(config.cluster());
        admin = AdminServer.start(runtimeDir.resolve(node.name() + ".sock"), config.adminHttp(), this);
        NodeMemory opened = NodeMemory.open(stateDir);
        memory = opened;
        LinuxFloatingIp floatingIp = null;
        if (!config.floatingIps().isEmpty()) {
            floatingIp = LinuxFloatingIp.open();
            floatingIp.removeLeftovers(config.floatingIps().stream()
                    .filter(Drivers::isKernels)
                    .flatMap(group -> Drivers.addresses(group).stream())
                    .toList());
        }
        AffinityRuntime remembered = AffinityRuntime.open(node.name(), config.affinityEntries(), stateDir);
        clients = remembered;
        Affinity.Cluster shared =
                new Affinity.Cluster(secret, new KeyHasher(config.cluster().name(), secret), remembered.table());
        affinity = new AffinityOperations(() -> reloads.config().backends(), shared);
        DataPath serving = DataPath.start(
                config.frontends(), config.backends(), shared::of, config.workers(), new AccessLogs(Console.output()));
        dataPath = serving;
        ServerOperations wanted = ServerOperations.start(serving, stateDir);
        servers = wanted;
        if (floatingIp != null) {
            election = Election.start(config, node, secret, floatingIp, opened, stateDir, serving, remembered, wanted);
        }
        serving.rehearse();
        reloads.begin(serving);
        reloads.every(CERTIFICATES, serving::renewCertificates);
        if (election != null) {
            joinReloads(election, stateDir);
        }
        ready = true;
        log.info("node {} ready", node.name());
    }

    /** Completes when the election has taken a turn; at once where there is none. */
    CompletableFuture<?> pulse() {
        Election running = election;
        return running == null
                ? CompletableFuture.completedFuture(null)
                : running.agent().turn();
    }

    private void joinReloads(Election running, Path stateDir) {
        PreparedReload part = new PreparedReload(
                reloads, stateDir, () -> Set.copyOf(running.heardPeers().values()));
        part.begin();
        preparedReload = part;
        clusterReload = new ClusterReload(
                reloads,
                running.peers(),
                running.peerNames(),
                () -> running.heardPeers().keySet());
        running.peers().serve(new AdminApi(this));
    }

    private void adopt(BatonConfig config) {
        Election running = election;
        if (running != null) {
            running.agent().setConfigDigest(StatusReports.shortDigest(config));
        }
    }

    /** As {@link #reload}, for an operator who reads the log. */
    void hangUp() {
        reloads.hangUp();
    }

    /** Leaves the cluster, finishes what runs, and ends. */
    void stop() {
        if (ready) {
            log.info("node {} stopping", node.name());
        }
        reloads.close();
        if (election != null) {
            election.stop();
        }
        if (dataPath != null) {
            dataPath.stop(STOP_GRACE);
        }
        if (clients != null) {
            clients.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (memory != null) {
            memory.close();
        }
        if (ready) {
            log.info("node {} stopped", node.name());
        }
    }

    @Override
    public StatusReport status() {
        Election running = election;
        DataPath serving = dataPath;
        AffinityRuntime known = clients;
        return StatusReports.of(
                reloads.config(),
                node.name(),
                running == null ? List.of() : running.agent().status(),
                running == null ? List.of() : running.paths(),
                running == null ? Rejected.NOTHING : running.rejected(),
                serving == null ? List.of() : serving.backends(),
                serving == null ? List.of() : serving.certificates(),
                known == null ? StatusReport.Affinity.NOTHING : known.status());
    }

    @Override
    public String metrics(boolean openMetrics) {
        Election running = election;
        DataPath serving = dataPath;
        StatusReport status = status();
        return NodeMetrics.text(
                new Observation(
                        reloads.config().cluster().name(),
                        node.name(),
                        VersionCommand.version(),
                        status.problems().size(),
                        running == null ? Observation.Election.NONE : running.observe(),
                        frontendTraffic(),
                        serving == null ? List.of() : serving.backends(),
                        serving == null ? List.of() : serving.certificates(),
                        status.affinity().entries()),
                openMetrics);
    }

    @Override
    public TrafficReport traffic() {
        DataPath serving = dataPath;
        return TrafficReports.of(
                node.name(), System.nanoTime(), frontendTraffic(), serving == null ? List.of() : serving.backends());
    }

    private List<FrontendTraffic> frontendTraffic() {
        DataPath serving = dataPath;
        return serving == null
                ? List.of()
                : reloads.config().frontends().stream().map(serving::traffic).toList();
    }

    @Override
    public EventsReport events() {
        NodeMemory remembered = memory;
        return new EventsReport(remembered == null ? List.of() : remembered.events());
    }

    @Override
    public CompletableFuture<SwitchoverAnswer> switchover(SwitchoverRequest request) {
        Election running = election;
        if (running == null) {
            return refused("this cluster has no floating IP group");
        }
        BatonConfig config = reloads.config();
        List<String> groups =
                config.floatingIps().stream().map(FloatingIpConfig::name).toList();
        String group = request.group();
        if (group.isEmpty() && groups.size() == 1) {
            group = groups.getFirst();
        }
        if (!groups.contains(group)) {
            return refused((group.isEmpty()
                            ? "say which floating IP group"
                            : "there is no floating IP group \"" + group + "\"")
                    + "; there are " + String.join(", ", groups));
        }
        if (!request.target().isEmpty()
                && config.cluster().node(request.target()).isEmpty()) {
            return refused("there is no node \"" + request.target() + "\"");
        }
        return running.agent()
                .switchover(group, request.target(), request.force())
                .thenApply(result -> new SwitchoverAnswer(
                        result.done(), result.message(), result.duration().toNanos() / 1e6));
    }

    @Override
    public CompletableFuture<WhyReport> why() {
        Election running = election;
        if (running == null) {
            return CompletableFuture.completedFuture(new WhyReport(node.name(), List.of()));
        }
        List<CompletableFuture<WhyReport.Group>> groups = reloads.config().floatingIps().stream()
                .map(group -> running.agent()
                        .explain(group.name())
                        .thenApply(lines -> new WhyReport.Group(group.name(), withIntrusion(lines, running))))
                .toList();
        return CompletableFuture.allOf(groups.toArray(CompletableFuture<?>[]::new))
                .thenApply(_ -> new WhyReport(
                        node.name(),
                        groups.stream().map(CompletableFuture::join).toList()));
    }

    private static List<String> withIntrusion(List<String> lines, Election running) {
        return Stream.concat(
                        lines.stream(),
                        StatusReports.intrusion(running.rejected()).stream().map(what -> "no part in this: " + what))
                .toList();
    }

    @Override
    public void setMaintenance(boolean on) throws IOException {
        Election running = election;
        if (running == null) {
            throw new IOException("this cluster has no floating IP group: there is nothing to give up");
        }
        running.setMaintenance(on);
    }

    @Override
    public ServersReport servers() {
        ServerOperations running = servers;
        return running == null ? new ServersReport(List.of()) : running.report();
    }

    @Override
    public void changeServer(ServerRequest request) throws IOException {
        ServerOperations running = servers;
        if (running == null) {
            throw new IOException("this node is still starting");
        }
        running.change(request);
    }

    @Override
    public CompletableFuture<ReloadReport> reload(ReloadRequest request) {
        ClusterReload all = clusterReload;
        if (request.cluster()) {
            return all == null
                    ? CompletableFuture.failedFuture(
                            new IOException("this node talks to no other: reload each node by itself"))
                    : all.run(request.dryRun());
        }
        return reloads.reload(reloads.file(), request.dryRun() ? Extent.SHOW : Extent.APPLY);
    }

    @Override
    public CompletableFuture<ReloadReport> prepareReload(PrepareRequest request) {
        PreparedReload part = preparedReload;
        ClusterReload all = clusterReload;
        if (part == null || all == null || all.isBusy()) {
            return CompletableFuture.failedFuture(
                    new IOException("it starts, or reloads the cluster itself; try again in a moment"));
        }
        return part.prepare(request.text());
    }

    @Override
    public CompletableFuture<ReloadReport> decideReload(ReloadDecision decision) {
        PreparedReload part = preparedReload;
        return part == null
                ? CompletableFuture.failedFuture(new IOException("it is still starting"))
                : part.decide(decision);
    }

    @Override
    public CompletableFuture<AdminAnswer> forward(String name, AdminQuestion question) {
        if (name.equals(node.name())) {
            return new AdminApi(this).answer(question);
        }
        if (reloads.config().cluster().node(name).isEmpty()) {
            return CompletableFuture.failedFuture(
                    new IOException(reloads.config().cluster().noSuchNode(name)));
        }
        Election running = election;
        return running == null
                ? CompletableFuture.failedFuture(
                        new IOException("node " + name + " cannot be asked: nodes without floating_ips do not talk"))
                : running.peers().ask(name, question);
    }

    @Override
    public AffinityReport affinity(AffinityRequest request) {
        return running(affinity).report(request);
    }

    @Override
    public AffinityChange.Answer changeAffinity(AffinityChange change) {
        return running(affinity).change(change);
    }

    private static <T> T running(@Nullable T part) {
        if (part == null) {
            throw new IllegalArgumentException("this node is still starting");
        }
        return part;
    }

    private static CompletableFuture<SwitchoverAnswer> refused(String reason) {
        return CompletableFuture.completedFuture(new SwitchoverAnswer(false, reason, 0));
    }
}
