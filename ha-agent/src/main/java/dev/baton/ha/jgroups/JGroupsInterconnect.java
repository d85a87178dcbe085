package dev.baton.ha.jgroups;

import static java.util.Objects.requireNonNull;

import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.Envelope;
import dev.baton.ha.cluster.Envelope.Content;
import dev.baton.ha.cluster.Envelope.Heartbeat;
import dev.baton.ha.cluster.Envelope.Hello;
import dev.baton.ha.cluster.Envelope.Order;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.cluster.InterconnectConfig;
import dev.baton.ha.cluster.InterconnectConfig.Transport;
import dev.baton.ha.cluster.MessageAuthenticator;
import dev.baton.ha.cluster.MessageCodec;
import dev.baton.ha.cluster.Rejected;
import dev.baton.ha.cluster.StateFrame;
import dev.baton.ha.vrrp.Advertisement;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Message.Flag;
import org.jgroups.Message.TransientFlag;
import org.jgroups.stack.IpAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interconnect on a JGroups channel.
 *
 * <p>Heartbeats pass JGroups' reliability and membership by: they reach every node of the cluster that the network
 * reaches, whether or not the two share a view, as after a partition that has just healed.
 */
public final class JGroupsInterconnect implements Interconnect {

    private static final Logger LOG = LoggerFactory.getLogger(JGroupsInterconnect.class);
    private static final Duration LEAVE_LIMIT = Duration.ofMillis(250);

    private final InterconnectConfig config;
    private final ThreadStarts starts;
    private final MessageAuthenticator authenticator;
    private final Rejections rejections = new Rejections();
    private final PresenceDetector detector = new PresenceDetector();
    private final Peers peers;
    private final long incarnation = System.currentTimeMillis();
    private final AtomicLong sequence = new AtomicLong();
    private final Object stateLock = new Object();
    private long stateSequence;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<Address> targets;

    private volatile @Nullable JChannel channel;
    private volatile @Nullable PresenceMesh mesh;
    private volatile @Nullable Listener listener;

    public JGroupsInterconnect(InterconnectConfig config, ThreadStarts starts) {
        this.config = config;
        this.starts = starts;
        authenticator = new MessageAuthenticator(config.clusterName(), config.secret());
        // Without a secret anybody can prove anything.
        peers = new Peers(config.secret().isPresent());
        targets = targets(config);
    }

    @Override
    public void start(Listener toListener) throws IOException {
        JGroupsRuntime.prepare();
        listener = toListener;
        rejections.tell(toListener::onRejected);
        Receptionist receptionist =
                new Receptionist(config, authenticator, incarnation, peers, rejections, toListener, this::watch);
        PresenceMesh presence = new PresenceMesh(
                config, authenticator, incarnation, new PresenceEvents(toListener), rejections, starts.reader());
        mesh = presence;
        presence.start();
        try {
            JChannel joining =
                    new JChannel(ProtocolStacks.create(config, detector, rejections, new TransportThreads(starts)));
            joining.setName(config.node());
            joining.setReceiver(new ChannelReceiver(receptionist, this::greet));
            channel = joining;
            joining.connect(config.clusterName());
        } catch (Exception e) {
            close();
            throw new IOException(
                    "interconnect: cannot join cluster \"%s\" on %s by %s: %s; \"ip address\" shows this machine's addresses, \"ss -lntup\" who holds port %d"
                            .formatted(
                                    config.clusterName(),
                                    config.bindAddress().getHostAddress(),
                                    config.transport(),
                                    rootMessage(e),
                                    ProtocolStacks.TRANSPORT_PORT),
                    e);
        }
        greet();
    }

    @Override
    public void advertise(Advertisement advertisement) {
        sendToAll(new Heartbeat(advertisement));
    }

    @Override
    public synchronized void command(String node, Command command) {
        if (node.equals(config.node())) {
            requireNonNull(listener, "not started").onCommand(node, command);
            return;
        }
        Address address = peers.address(node);
        if (address == null) {
            LOG.warn("interconnect: {} not sent to {}: nothing was ever heard of it", command, node);
            return;
        }
        // Sent under the lock: the receiver drops what is older than the last it has seen.
        send(message(address, new Order(command)).setFlag(TransientFlag.DONT_BLOCK));
    }

    /** Numbered and sent under one lock, so that nothing is taken for a copy; not that of commands, which may not wait. */
    @Override
    public boolean sendState(String node, byte[] state) {
        Address address = peers.address(node);
        if (address == null || closed.get()) {
            return false;
        }
        synchronized (stateLock) {
            StateFrame frame = new StateFrame(config.node(), incarnation, ++stateSequence, state);
            send(new BytesMessage(address, authenticator.sign(frame.encode())).setFlag(TransientFlag.DONT_BLOCK));
        }
        return true;
    }

    @Override
    public Rejected rejected() {
        return rejections.seen();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        PresenceMesh presence = mesh;
        if (presence != null) {
            presence.close();
        }
        JChannel leaving = channel;
        if (leaving != null) {
            // JGroups may wait for members that do not answer: it goes on alone when the time is up.
            Thread closer =
                    Thread.ofPlatform().daemon().name("interconnect leave").start(leaving::close);
            try {
                closer.join(LEAVE_LIMIT);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns once the node's process is watched; for tests. */
    void awaitWatched(String node) throws InterruptedException {
        requireNonNull(mesh, "not started").awaitWatched(node);
    }

    /** Where this process proves that it lives. */
    int presencePort() {
        return requireNonNull(mesh, "not started").port();
    }

    /** Ends as a killed process does; for tests. */
    void abort() {
        PresenceMesh presence = mesh;
        if (presence != null) {
            presence.abort();
        }
        close();
    }

    /** TCP in JGroups sends to the members of the view only, so that each node is addressed by itself. */
    private static List<Address> targets(InterconnectConfig config) {
        return config.nodes().entrySet().stream()
                .filter(node -> !node.getKey().equals(config.node()))
                .map(node -> physical(node.getValue()))
                .toList();
    }

    private static Address physical(InetAddress address) {
        return new IpAddress(address, ProtocolStacks.TRANSPORT_PORT);
    }

    private void watch(Envelope peer) {
        PresenceMesh presence = mesh;
        if (presence != null) {
            presence.heard(peer);
        }
    }

    private void greet() {
        sendToAll(new Hello());
    }

    private void sendToAll(Content content) {
        if (config.transport() == Transport.UDP) {
            send(heartbeat(message(null, content)));
        } else {
            targets.forEach(target -> send(heartbeat(message(target, content))));
        }
    }

    static Message heartbeat(Message message) {
        return message.setFlag(Flag.OOB, Flag.DONT_BUNDLE, Flag.NO_RELIABILITY, Flag.NO_FC, Flag.NO_RELAY)
                .setFlag(TransientFlag.DONT_LOOPBACK, TransientFlag.DONT_BLOCK);
    }

    private Message message(@Nullable Address to, Content content) {
        PresenceMesh presence = requireNonNull(mesh, "not started");
        Envelope envelope =
                new Envelope(config.node(), incarnation, sequence.incrementAndGet(), presence.port(), content);
        return new BytesMessage(to, authenticator.sign(MessageCodec.encode(envelope)));
    }

    private void send(Message message) {
        JChannel open = channel;
        if (open == null || closed.get() || !open.isConnected()) {
            return;
        }
        try {
            open.send(message);
        } catch (Exception e) {
            LOG.warn("interconnect: sending to {} failed: {}", message.getDest(), e.toString());
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private final class PresenceEvents implements PresenceMesh.Events {

        private final Listener to;

        PresenceEvents(Listener to) {
            this.to = to;
        }

        @Override
        public void onBorn(Envelope peer) {
            peers.proven(peer);
        }

        @Override
        public void onDied(String node) {
            to.onPeerDied(node);
            Address address = peers.address(node);
            if (address != null) {
                detector.suspect(address);
            }
        }

        @Override
        public void onLeft(String node) {
            to.onPeerLeft(node);
        }

        @Override
        public void onDuplicate(Envelope peer) {
            LOG.error(
                    "interconnect: another process runs as node \"{}\" of cluster \"{}\"; stop one of them",
                    peer.node(),
                    config.clusterName());
        }
    }
}
