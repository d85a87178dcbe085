package dev.baton.ha.jgroups;

import dev.baton.ha.cluster.Envelope;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Which connection stands for which peer, and all sockets that are open. May be used by any thread. */
final class PresenceLinks {

    private static final int GOODBYE = 'G';
    private static final long REDIAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    // Guarded by this.
    private final Map<String, Link> links = new HashMap<>();
    private final Map<String, Long> nextDial = new HashMap<>();
    private final Set<Socket> sockets = new HashSet<>();
    private boolean closed;

    /** A connection to a process of a peer. */
    record Link(Envelope peer, Socket socket) {

        boolean isProcess(Envelope other) {
            return peer.incarnation() == other.incarnation();
        }

        private void sayGoodbye() {
            try {
                socket.getOutputStream().write(GOODBYE);
            } catch (IOException _) {
                // It will see the end of the connection.
            }
        }
    }

    /** What has become of a new connection. */
    enum Joined {
        TO_NEW_PROCESS,
        TO_SAME_PROCESS,
        REFUSED_BY_END
    }

    /** How a connection has ended. */
    enum End {
        /** The process said that it leaves. */
        GOODBYE,
        /** Its kernel, or somebody in its name, closed the connection. */
        CLOSED,
        /** The way there failed, which says nothing of the process. */
        BROKEN
    }

    /** Waits for the connection's end. */
    static End awaitEnd(Link link) {
        try {
            int read = link.socket().getInputStream().read();
            return read == GOODBYE ? End.GOODBYE : read == -1 ? End.CLOSED : End.BROKEN;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("reset") ? End.CLOSED : End.BROKEN;
        }
    }

    /** Whether it is time to call a process that is not connected yet. */
    synchronized boolean mayDial(Envelope peer) {
        Link link = links.get(peer.node());
        if (closed || (link != null && link.isProcess(peer))) {
            return false;
        }
        long now = System.nanoTime();
        Long notBefore = nextDial.get(peer.node());
        if (notBefore != null && now - notBefore < 0) {
            return false;
        }
        nextDial.put(peer.node(), now + REDIAL_NANOS);
        return true;
    }

    /** Puts a connection in the place of the one before. */
    Joined join(Link link) {
        Link before;
        synchronized (this) {
            if (closed) {
                return Joined.REFUSED_BY_END;
            }
            before = links.put(link.peer().node(), link);
            notifyAll();
        }
        if (before != null) {
            forget(before.socket());
        }
        boolean same = before != null && before.isProcess(link.peer());
        return same ? Joined.TO_SAME_PROCESS : Joined.TO_NEW_PROCESS;
    }

    /** Whether the connection is still the one that stands for its peer. */
    synchronized boolean stands(Link link) {
        return !closed && link.equals(links.get(link.peer().node()));
    }

    /** @return whether the connection stood for its peer until now */
    synchronized boolean drop(Link link) {
        nextDial.remove(link.peer().node());
        return !closed && links.remove(link.peer().node(), link);
    }

    synchronized void register(Socket socket) throws IOException {
        if (closed) {
            throw new IOException("the presence mesh is closed");
        }
        sockets.add(socket);
    }

    void forget(Socket socket) {
        synchronized (this) {
            sockets.remove(socket);
        }
        closeQuietly(socket);
    }

    synchronized void awaitLink(String node) throws InterruptedException {
        while (!links.containsKey(node)) {
            wait();
        }
    }

    /**
     * Ends all connections; the port is closed before them, so that who calls again because of that is refused.
     *
     * @param goodbye whether to say that this is no crash
     */
    void close(boolean goodbye, ServerSocket port) {
        Set<Socket> open;
        synchronized (this) {
            closed = true;
            if (goodbye) {
                links.values().forEach(Link::sayGoodbye);
            }
            links.clear();
            open = Set.copyOf(sockets);
        }
        closeQuietly(port);
        open.forEach(PresenceLinks::closeQuietly);
    }

    static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception _) {
            // Nothing is left to lose on a connection that carries nothing.
        }
    }
}
