package dev.baton.lb.cli;

import dev.baton.floatingip.FloatingIp;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.linux.LinuxFloatingIp;
import dev.baton.floatingip.linux.LinuxNeighbours;
import dev.baton.floatingip.linux.LinuxProber;
import dev.baton.ha.agent.AddressProbe;
import dev.baton.ha.agent.AgentConfig;
import dev.baton.ha.agent.AgentPorts;
import dev.baton.ha.agent.HaAgent;
import dev.baton.ha.agent.LanProbe;
import dev.baton.ha.agent.MultiPathInterconnect;
import dev.baton.ha.agent.Witness;
import dev.baton.ha.agent.WitnessWatch;
import dev.baton.ha.agent.WitnessedProbe;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.cluster.InterconnectConfig;
import dev.baton.ha.cluster.Rejected;
import dev.baton.ha.jgroups.JGroupsInterconnect;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.status.PathStatus;
import dev.baton.ha.track.TrackerThreads;
import dev.baton.ha.vrrp.AnnounceTiming;
import dev.baton.ha.vrrp.Role;
import dev.baton.lb.admin.RefusedException;
import dev.baton.lb.config.AnnounceConfig;
import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ClusterConfig;
import dev.baton.lb.config.ClusterConfig.NodeConfig;
import dev.baton.lb.config.ElectionConfig;
import dev.baton.lb.config.FloatingIpConfig;
import dev.baton.lb.history.NodeMemory;
import dev.baton.lb.metrics.Observation;
import dev.baton.lb.metrics.RoleCounter;
import dev.baton.lb.proxy.DataPath;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's part in the cluster: the agent and what it stands on, wired from the configuration. */
final class Election {

    private static final Logger log = LoggerFactory.getLogger(Election.class);

    private final HaAgent agent;
    private final FloatingIp floatingIp;
    private final MultiPathInterconnect interconnect;
    private final List<String> peerNames;
    private final Optional<Witness> witness;
    private final List<FloatingIpConfig> groups;
    private final NotifyHooks hooks;
    private final NodeMemory memory;
    private final RoleCounter roles = new RoleCounter();
    private final Trackers wantedTrackers;
    private @Nullable WitnessWatch watch;
    private final Maintenance maintenance;
    private @Nullable TrackerThreads trackers;
    private @Nullable HealthShareWatch healthShare;

    private Election(
            BatonConfig config,
            NodeConfig node,
            Optional<byte[]> secret,
            LinuxFloatingIp kernel,
            NodeMemory memory,
            Path stateDir,
            BiConsumer<InetAddress, Duration> farewell) {
        floatingIp = new Leavetaking(Drivers.of(config.floatingIps(), kernel), farewell);
        LinuxProber prober = new LinuxProber();
        this.memory = memory;
        groups = config.floatingIps();
        maintenance = new Maintenance(stateDir);
        witness = witness(config, prober);
        interconnect = interconnect(config, node, secret);
        peerNames = peers(config.cluster(), node);
        CompletableFuture<HaAgent> made = new CompletableFuture<>();
        wantedTrackers = new Trackers(config.floatingIps(), made::join);
        AddressProbe lan = new LanProbe(prober);
        agent = new HaAgent(
                agentConfig(config, node, memory),
                new AgentPorts(
                        interconnect,
                        floatingIp,
                        wantedTrackers.around(kernel.monitor()),
                        Optional.of(witness.<AddressProbe>map(seen -> new WitnessedProbe(
                                        lan, seen, reached -> made.join().reportWitness(reached)))
                                .orElse(lan)),
                        Optional.of(kernel.conflictMonitor()),
                        new LinuxMachine()));
        made.complete(agent);
        hooks = NotifyHooks.start(node.name(), config.floatingIps());
        agent.addRoleListener(hooks::onRole);
        agent.addRoleListener(memory::onRole);
        agent.addRoleListener(roles::onRole);
        agent.addEventListener(memory::onEvent);
    }

    /** Takes part in the cluster from now on. */
    static Election start(
            BatonConfig config,
            NodeConfig node,
            Optional<byte[]> secret,
            LinuxFloatingIp floatingIp,
            NodeMemory memory,
            Path stateDir,
            DataPath dataPath,
            AffinityRuntime affinity,
            ServerOperations servers)
            throws IOException, FloatingIpException {
        Election election = new Election(config, node, secret, floatingIp, memory, stateDir, dataPath::dismiss);
        try {
            election.share(affinity, servers);
            election.join(dataPath);
            return election;
        } catch (IOException | FloatingIpException | RuntimeException e) {
            election.stop();
            throw e;
        }
    }

    private void share(AffinityRuntime affinity, ServerOperations servers) {
        AffinitySync running = new AffinitySync(
                affinity,
                interconnect,
                peerNames,
                new AffinitySync.Facts(servers::facts, servers::hear),
                agent::setSynced);
        servers.onFacts(running::factsChanged);
        affinity.follow(running);
        running.start();
    }

    private static List<String> peers(ClusterConfig cluster, NodeConfig node) {
        return cluster.nodes().stream()
                .map(NodeConfig::name)
                .filter(name -> !name.equals(node.name()))
                .toList();
    }

    private void join(DataPath dataPath) throws IOException, FloatingIpException {
        if (maintenance.wanted()) {
            log.warn("in maintenance since before this start; \"baton maintenance off\" ends it");
            agent.setMaintenance(true);
        }
        agent.addRoleListener(new FirstService(groups, dataPath.firstAnswers(), memory::onEvent)::onRole);
        agent.start();
        memory.followTerms(agent::status);
        trackers = wantedTrackers.start(dataPath.liveness());
        healthShare = HealthShareWatch.start(dataPath::backends, agent::reportHealthShare);
        watch = witness.map(seen -> WitnessWatch.start(seen, agent::reportWitness))
                .orElse(null);
    }

    /** The addresses first: clients wait for their successor, and for nothing else that ends here. */
    void stop() {
        agent.stop();
        if (watch != null) {
            watch.close();
        }
        if (trackers != null) {
            trackers.close();
        }
        if (healthShare != null) {
            healthShare.close();
        }
        floatingIp.close();
        hooks.close();
    }

    /**
     * Gives all addresses up until it is switched off again, also across restarts.
     *
     * @param force whether nobody need be there to take them
     */
    CompletableFuture<Void> setMaintenance(boolean on, boolean force) {
        CompletableFuture<List<String>> stranded =
                on && !force ? agent.irreplaceable() : CompletableFuture.completedFuture(List.of());
        // The election thread must not wait for the disk.
        return stranded.thenAcceptAsync(
                groups -> {
                    if (!groups.isEmpty()) {
                        throw new RefusedException(
                                "maintenance refused: no other node is fit to take over "
                                        + String.join(", ", groups)
                                        + ", which nobody would own then; baton status shows why, --force does it all the same");
                    }
                    try {
                        followMaintenance(on);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private void followMaintenance(boolean on) throws IOException {
        maintenance.remember(on);
        log.info("maintenance {} on command", on ? "begins" : "ends");
        agent.setMaintenance(on);
    }

    HaAgent agent() {
        return agent;
    }

    /** The admin APIs of the other nodes. */
    PeerAdmin peers() {
        return new PeerAdmin(agent.calls());
    }

    /** The other nodes of the configuration. */
    List<String> peerNames() {
        return peerNames;
    }

    /** The other nodes that are heard, with the short digest of what each runs. */
    Map<String, Long> heardPeers() {
        return agent.status().stream()
                .flatMap(group -> group.nodes().stream())
                .filter(member -> peerNames.contains(member.name()) && member.role() != Role.INIT)
                .collect(Collectors.toMap(
                        GroupStatus.Member::name, GroupStatus.Member::configDigest, (_, last) -> last));
    }

    /** The other nodes that are not heard. */
    List<String> notHeard() {
        Map<String, Long> heard = heardPeers();
        return peerNames.stream().filter(peer -> !heard.containsKey(peer)).toList();
    }

    /** Why a node is not heard; empty while it is. */
    Optional<String> silence(String peer) {
        return agent.status().stream()
                .flatMap(group -> group.nodes().stream())
                .filter(member -> member.name().equals(peer) && member.role() == Role.INIT)
                .flatMap(member -> member.reasons().stream())
                .findFirst();
    }

    /** What it tells those who measure. */
    Observation.Election observe() {
        return new Observation.Election(
                agent.status(),
                agent.deeds(),
                roles.changes(),
                interconnect.paths(),
                interconnect.rejected(),
                agent.loop());
    }

    List<PathStatus> paths() {
        return interconnect.paths();
    }

    Rejected rejected() {
        return interconnect.rejected();
    }

    private static Optional<Witness> witness(BatonConfig config, LinuxProber prober) {
        List<InetAddress> addresses = config.cluster().election().witnesses();
        List<String> interfaces = config.floatingIps().stream()
                .map(FloatingIpConfig::interfaceName)
                .distinct()
                .toList();
        return addresses.isEmpty() ? Optional.empty() : Optional.of(new Witness(prober, interfaces, addresses));
    }

    private static AgentConfig agentConfig(BatonConfig config, NodeConfig node, NodeMemory remembered) {
        ClusterConfig cluster = config.cluster();
        ElectionConfig policy = cluster.election();
        return new AgentConfig(
                node.name(),
                node.priority(),
                policy.heartbeat(),
                policy.lease(),
                policy.preempt(),
                policy.preemptDelay(),
                StatusReports.shortDigest(config),
                config.floatingIps().stream()
                        .map(group -> group(group, remembered))
                        .toList(),
                cluster.nodes().stream().map(NodeConfig::name).toList(),
                policy.quorum());
    }

    private static AgentConfig.Group group(FloatingIpConfig group, NodeMemory remembered) {
        AnnounceConfig announce = group.announce();
        return new AgentConfig.Group(
                group.name(),
                Drivers.addresses(group),
                remembered.term(group.name()),
                new AnnounceTiming(
                        announce.burst(),
                        announce.burstInterval(),
                        announce.rounds(),
                        announce.roundInterval(),
                        announce.refresh()),
                group.debounce(),
                Drivers.isKernels(group));
    }

    /** One node alone has no network to join, and nobody to be silent. */
    private static MultiPathInterconnect interconnect(BatonConfig config, NodeConfig node, Optional<byte[]> secret) {
        ClusterConfig cluster = config.cluster();
        Map<String, Supplier<Interconnect>> networks = new LinkedHashMap<>();
        if (cluster.nodes().size() > 1) {
            for (int path = 0; path < node.addresses().size(); path++) {
                InterconnectConfig network = network(cluster, node, secret, path);
                networks.put(
                        network.bindAddress().getHostAddress(),
                        () -> new JGroupsInterconnect(network, LinuxMachine.INTERCONNECT));
            }
        }
        return new MultiPathInterconnect(networks, peers(cluster, node), Election::introduce);
    }

    /** A peer that was cut off has asked for this address in vain, and would wait before it asks again. */
    private static void introduce(String own) {
        try {
            LinuxNeighbours.introduce(InetAddress.ofLiteral(own));
        } catch (FloatingIpException e) {
            log.debug("interconnect: {} not announced to a peer that is back", own, e);
        }
    }

    private static InterconnectConfig network(
            ClusterConfig cluster, NodeConfig node, Optional<byte[]> secret, int path) {
        Map<String, InetAddress> nodes = new LinkedHashMap<>();
        cluster.nodes().forEach(peer -> nodes.put(peer.name(), peer.addresses().get(path)));
        return new InterconnectConfig(
                // Networks that are bridged by mistake must not become one.
                path == 0 ? cluster.name() : cluster.name() + "." + (path + 1),
                node.name(),
                node.addresses().get(path),
                nodes,
                switch (cluster.transport()) {
                    case UDP -> InterconnectConfig.Transport.UDP;
                    case TCP -> InterconnectConfig.Transport.TCP;
                },
                secret,
                cluster.election().heartbeat());
    }
}
