package dev.baton.ha.jgroups;

import dev.baton.ha.cluster.Envelope;
import dev.baton.ha.cluster.Envelope.Hello;
import dev.baton.ha.cluster.InterconnectConfig;
import dev.baton.ha.cluster.MessageAuthenticator;
import dev.baton.ha.cluster.MessageFormatException;
import dev.baton.ha.jgroups.PresenceLinks.Link;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection between each two processes, that carries nothing: when a process ends, its kernel closes them, and
 * the peers know within a millisecond. A cut link closes nothing, and is left to the heartbeats.
 *
 * <p>A closed connection alone is no proof, for anyone between the nodes can forge a reset. So the peer's port is called
 * once more: "connection refused" is a living kernel's word that the process is gone.
 */
final class PresenceMesh implements AutoCloseable {

    private static final int FIRST_PORT = 7850;
    private static final int PORT_RANGE = 30;
    private static final int CONNECT_TIMEOUT_MILLIS = 200;
    private static final int MAX_STRANGERS_PER_ADDRESS = 8;
    private static final int CONFIRMATIONS = 20;
    private static final long CONFIRM_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Called on the mesh's threads. */
    interface Events {

        /** A process proved that it is this node, now; its incarnation differs from that of the last connection. */
        void onBorn(Envelope peer);

        void onDied(String node);

        void onLeft(String node);

        /** A living process with the secret claims this node's name. */
        void onDuplicate(Envelope peer);
    }

    private final InterconnectConfig config;
    private final Events events;
    private final Rejections rejections;
    private final ServerSocket server;
    private final PresenceHandshake handshake;
    private final Runnable onReader;
    private final long incarnation;
    private final Map<InetAddress, Semaphore> strangers;
    private final PresenceLinks links = new PresenceLinks();

    /**
     * @param onReader what each thread that watches a peer does before it begins
     * @throws IOException if no port of the bind address can be had
     */
    PresenceMesh(
            InterconnectConfig config,
            MessageAuthenticator authenticator,
            long incarnation,
            Events events,
            Rejections rejections,
            Runnable onReader)
            throws IOException {
        this.config = config;
        this.events = events;
        this.rejections = rejections;
        this.incarnation = incarnation;
        this.onReader = onReader;
        // For each address its own: whoever floods from one node's address keeps no other node out.
        strangers = config.nodes().values().stream()
                .distinct()
                .collect(Collectors.toUnmodifiableMap(
                        address -> address, _ -> new Semaphore(MAX_STRANGERS_PER_ADDRESS)));
        server = PortRange.listen(config.bindAddress(), FIRST_PORT, PORT_RANGE);
        handshake = new PresenceHandshake(
                authenticator, new Envelope(config.node(), incarnation, 0, server.getLocalPort(), new Hello()));
    }

    void start() {
        spawn("acceptor", this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    /** An authenticated message came from this process: sees to it that it is watched. Does not block. */
    void heard(Envelope from) {
        String node = from.node();
        // Of two nodes the one that comes first in the alphabet calls, so that one connection does.
        if (config.node().compareTo(node) >= 0 || !links.mayDial(from)) {
            return;
        }
        spawn("dial " + node, () -> {
            Link link = dial(from);
            if (link != null) {
                watch(link);
            }
        });
    }

    /** Returns once a connection to the node's present process stands; for tests. */
    void awaitWatched(String node) throws InterruptedException {
        links.awaitLink(node);
    }

    /** Says goodbye, so that the peers know that this node leaves in good order. */
    @Override
    public void close() {
        links.close(true, server);
    }

    /** Vanishes as a killed process does; for tests. */
    void abort() {
        links.close(false, server);
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                // Only the cluster's own addresses, and few at a time: strangers shall not cost threads.
                Semaphore room = strangers.get(socket.getInetAddress());
                if (room == null || !room.tryAcquire()) {
                    rejections.reject(
                            socket.getRemoteSocketAddress(),
                            room == null ? "no address of a node" : "too many presence connections at once");
                    PresenceLinks.closeQuietly(socket);
                    continue;
                }
                spawn("accept", () -> accept(socket, room));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    rejections.reject(server.getLocalSocketAddress(), "accept failed: " + e);
                    LockSupport.parkNanos(CONFIRM_PAUSE_NANOS);
                }
            }
        }
    }

    private void accept(Socket socket, Semaphore room) {
        Link link = null;
        try {
            links.register(socket);
            link = join(handshake.accept(socket), socket);
        } catch (MessageFormatException e) {
            rejections.reject(socket.getRemoteSocketAddress(), String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException _) {
            rejections.reject(socket.getRemoteSocketAddress(), "a presence connection without a proof in time");
        } catch (IOException _) {
            // Whoever called has gone; nothing was promised.
        } finally {
            room.release();
            if (link == null) {
                links.forget(socket);
            }
        }
        if (link != null) {
            watch(link);
        }
    }

    private @Nullable Link dial(Envelope peer) {
        try {
            return call(peer);
        } catch (MessageFormatException e) {
            rejections.reject(peer.node(), String.valueOf(e.getMessage()));
        } catch (IOException _) {
            // Its next message leads here again.
        }
        return null;
    }

    private @Nullable Link call(Envelope peer) throws IOException, MessageFormatException {
        InetAddress address = config.nodes().get(peer.node());
        if (address == null) {
            return null;
        }
        Socket socket = new Socket();
        try {
            links.register(socket);
            socket.bind(new InetSocketAddress(config.bindAddress(), 0));
            socket.connect(new InetSocketAddress(address, peer.presencePort()), CONNECT_TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            Envelope answered = handshake.dial(socket);
            if (!answered.node().equals(peer.node())) {
                throw new MessageFormatException("%s answers as %s".formatted(peer.node(), answered.node()));
            }
            return join(answered, socket);
        } catch (IOException | MessageFormatException e) {
            links.forget(socket);
            throw e;
        }
    }

    private @Nullable Link join(Envelope peer, Socket socket) throws MessageFormatException {
        if (peer.node().equals(config.node())) {
            if (peer.incarnation() != incarnation) {
                events.onDuplicate(peer);
            }
            return null;
        }
        if (!config.nodes().containsKey(peer.node())) {
            throw new MessageFormatException("node \"%s\" is not in the configuration".formatted(peer.node()));
        }
        Link link = new Link(peer, socket);
        switch (links.join(link)) {
            case TO_NEW_PROCESS -> events.onBorn(peer);
            case TO_SAME_PROCESS -> {}
            case REFUSED_BY_END -> {
                return null;
            }
        }
        return link;
    }

    private void watch(Link link) {
        onReader.run();
        PresenceLinks.End end = PresenceLinks.awaitEnd(link);
        links.forget(link.socket());
        if (!links.stands(link)) {
            return;
        }
        switch (end) {
            case GOODBYE -> {
                if (links.drop(link)) {
                    events.onLeft(link.peer().node());
                }
            }
            case CLOSED -> confirmDeath(link);
            case BROKEN -> links.drop(link);
        }
    }

    private void confirmDeath(Link link) {
        for (int i = 0; i < CONFIRMATIONS; i++) {
            try {
                Link next = call(link.peer());
                if (next != null) {
                    if (!link.isProcess(next.peer())) {
                        events.onDied(link.peer().node());
                    }
                    watch(next);
                }
                return;
            } catch (java.net.ConnectException e) {
                if (links.drop(link) && String.valueOf(e.getMessage()).contains("refused")) {
                    events.onDied(link.peer().node());
                }
                return;
            } catch (SocketTimeoutException | java.net.NoRouteToHostException _) {
                break;
            } catch (IOException | MessageFormatException _) {
                // A process that is just ending may still answer for a moment.
                LockSupport.parkNanos(CONFIRM_PAUSE_NANOS);
            }
        }
        links.drop(link);
    }

    private void spawn(String what, Runnable task) {
        Thread.ofPlatform()
                .daemon()
                .name("presence " + config.node() + ": " + what)
                .start(task);
    }
}
