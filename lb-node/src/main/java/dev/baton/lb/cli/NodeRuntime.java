package dev.baton.lb.cli;

import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.linux.LinuxFloatingIp;
import dev.baton.lb.admin.AdminApi;
import dev.baton.lb.admin.AdminServer;
import dev.baton.lb.affinity.KeyHasher;
import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.Caveats;
import dev.baton.lb.config.ClusterConfig.NodeConfig;
import dev.baton.lb.config.SecretFile;
import dev.baton.lb.history.NodeMemory;
import dev.baton.lb.pool.Affinity;
import dev.baton.lb.proxy.DataPath;
import dev.baton.lb.proxy.access.AccessLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
final class NodeRuntime {

    /** How long running requests may take to finish once the node is asked to end. */
    static final Duration STOP_GRACE = Duration.ofSeconds(10);

    /** How often somebody looks whether their files have changed. */
    private static final Duration CERTIFICATES = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(NodeRuntime.class);

    private final NodeParts parts;
    private final NodeAnswers answers;

    private NodeRuntime(ConfigSource source, NodeConfig node) {
        parts = new NodeParts(node, new Reloads(source, this::adopt));
        answers = new NodeAnswers(parts);
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
        LinuxMachine.preferNode();
        BatonConfig config = parts.reloads.config();
        Caveats.of(config).forEach(log::warn);
        InterfaceCheck.requirePresent(config.floatingIps());
        Optional<byte[]> secret = Optional.empty();
        if (config.cluster().secretFile().isPresent()) {
            secret = Optional.of(
                    SecretFile.read("secret_file", config.cluster().secretFile().get()));
        }
        AdminServer admin = AdminServer.start(
                runtimeDir.resolve(parts.node.name() + ".sock"), AdminAccess.of(config.admin()), answers);
        parts.admin = admin;
        if (config.admin().http().isPresent()) {
            admin.show(config.admin().http().get());
        }
        if (config.admin().https().isPresent()) {
            parts.secureAdmin = SecureAdmin.open(admin, config.admin().https().get());
        }
        NodeMemory opened = NodeMemory.open(stateDir);
        parts.memory = opened;
        LinuxFloatingIp floatingIp = null;
        if (!config.floatingIps().isEmpty()) {
            floatingIp = LinuxFloatingIp.open();
            floatingIp.removeLeftovers(config.floatingIps().stream()
                    .filter(Drivers::isKernels)
                    .flatMap(group -> Drivers.addresses(group).stream())
                    .toList());
        }
        AffinityRuntime remembered = AffinityRuntime.open(parts.node.name(), config.affinityEntries(), stateDir);
        parts.clients = remembered;
        Affinity.Cluster shared =
                new Affinity.Cluster(secret, new KeyHasher(config.cluster().name(), secret), remembered.table());
        parts.affinity = new AffinityOperations(() -> parts.reloads.config().backends(), shared);
        DataPath serving = DataPath.start(
                config.frontends(), config.backends(), shared::of, config.workers(), new AccessLogs(Console.output()));
        parts.dataPath = serving;
        ServerOperations wanted = ServerOperations.start(serving, stateDir, secret.isPresent());
        parts.servers = wanted;
        if (floatingIp != null) {
            parts.election = Election.start(
                    config, parts.node, secret, floatingIp, opened, stateDir, serving, remembered, wanted);
        }
        serving.rehearse();
        parts.reloads.begin(serving);
        parts.reloads.every(CERTIFICATES, serving::renewCertificates);
        if (parts.secureAdmin != null) {
            parts.reloads.every(CERTIFICATES, parts.secureAdmin::look);
        }
        if (parts.election != null) {
            joinReloads(parts.election, stateDir);
        }
        parts.ready = true;
        log.info("node {} ready", parts.node.name());
    }

    /** Completes when the election has taken a turn; at once where there is none. */
    CompletableFuture<?> pulse() {
        Election running = parts.election;
        return running == null
                ? CompletableFuture.completedFuture(null)
                : running.agent().turn();
    }

    private void joinReloads(Election running, Path stateDir) {
        PreparedReload part = new PreparedReload(
                parts.reloads, stateDir, () -> Set.copyOf(running.heardPeers().values()));
        part.begin();
        parts.preparedReload = part;
        parts.clusterReload = new ClusterReload(
                parts.reloads,
                running.peers(),
                running.peerNames(),
                () -> running.heardPeers().keySet());
        running.peers().serve(new AdminApi(answers));
    }

    private void adopt(BatonConfig config) {
        Election running = parts.election;
        if (running != null) {
            running.agent().setConfigDigest(StatusReports.shortDigest(config));
        }
    }

    /** As {@link NodeAnswers#reload}, for an operator who reads the log. */
    void hangUp() {
        parts.reloads.hangUp();
    }

    /** Leaves the cluster, finishes what runs, and ends. */
    void stop() {
        if (parts.ready) {
            log.info("node {} stopping", parts.node.name());
        }
        parts.reloads.close();
        if (parts.election != null) {
            parts.election.stop();
        }
        if (parts.dataPath != null) {
            parts.dataPath.stop(STOP_GRACE);
        }
        if (parts.clients != null) {
            parts.clients.close();
        }
        if (parts.admin != null) {
            parts.admin.close();
        }
        if (parts.memory != null) {
            parts.memory.close();
        }
        if (parts.ready) {
            log.info("node {} stopped", parts.node.name());
        }
    }
}
