package dev.baton.lab.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A server for HTTP and, on the next port, for lines over TCP. It can die, end in peace, and return. */
final class MixedServer {

    static final int LARGE = 1 << 20;
    static final int SLOW_BYTES = 20;

    private static final long SLOW_NANOS = 50_000_000;

    private final String name;
    private final int port;
    private final Ledger ledger;
    private final Set<Talk> talks = ConcurrentHashMap.newKeySet();
    private final ServerSocket[] listeners = new ServerSocket[2];
    private volatile boolean leaving;

    /** @param name how the balancer calls it */
    MixedServer(String name, int port, Ledger ledger) {
        this.name = name;
        this.port = port;
        this.ledger = ledger;
        open();
    }

    String name() {
        return name;
    }

    /** Listens, as at first, on both ports. */
    void open() {
        leaving = false;
        listen(0, true);
        listen(1, false);
    }

    private void listen(int offset, boolean http) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + offset), 1024);
            listeners[offset] = listener;
            Thread.ofVirtual().start(() -> accept(listener, http));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listener, boolean http) {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket, http));
            }
        } catch (IOException e) {
            // It listens no more.
        }
    }

    private void serve(Socket socket, boolean http) {
        try {
            Talk talk = new Talk(new Wire(socket));
            talks.add(talk);
            talk.run(http);
        } catch (IOException e) {
            // A check that has gone already.
        }
    }

    /** As a process that is killed: the kernel closes everything at once. */
    void die() throws IOException {
        ledger.death(name);
        leaving = true;
        close();
        for (Talk talk : talks) {
            talk.die();
        }
    }

    /** As a server that is told to end: what is under way is finished, what is idle is closed. */
    void endInPeace() throws IOException {
        ledger.death(name);
        leaving = true;
        close();
        for (Talk talk : talks) {
            talk.endIfIdle();
        }
    }

    private void close() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
    }

    /** One connection. */
    private final class Talk {

        private final Wire wire;
        private long visit = -1;
        private boolean busy;
        private boolean over;

        Talk(Wire wire) {
            this.wire = wire;
        }

        void run(boolean http) {
            try (wire) {
                wire.patience(0);
                if (http) {
                    http();
                } else {
                    lines();
                }
            } catch (IOException e) {
                // The other end has gone, or this one was told to.
            } finally {
                talks.remove(this);
                if (leaving) {
                    // Whoever was still on the way to it is lost.
                    ledger.death(name);
                }
            }
        }

        /** Whether it may go on: what comes to a server that has died was lost with it. */
        private synchronized boolean begin(String id) {
            if (id.matches("\\d{1,18}")) {
                visit = Long.parseLong(id);
            }
            if (over) {
                ledger.casualty(visit);
            }
            busy = true;
            return !over;
        }

        private synchronized boolean done() {
            busy = false;
            return !leaving && !over;
        }

        synchronized void die() throws IOException {
            over = true;
            ledger.casualty(visit);
            wire.close();
        }

        synchronized void endIfIdle() throws IOException {
            if (!busy) {
                over = true;
                wire.close();
            }
        }

        private void lines() throws IOException {
            String line = wire.until("\n");
            if (!line.isEmpty() && begin(line.strip())) {
                wire.send(line);
                done();
            }
        }

        private void http() throws IOException {
            boolean goesOn = true;
            while (goesOn) {
                String head = wire.head();
                if (head.isEmpty() || !begin(Wire.field(head, "x-visit"))) {
                    return;
                }
                if (head.startsWith("GET /ws ")) {
                    upgraded();
                    return;
                }
                answer(head);
                goesOn = done();
            }
        }

        private void answer(String head) throws IOException {
            switch (head.substring(0, head.indexOf(' ', 5))) {
                case "GET /large" -> {
                    byte[] body = new byte[LARGE];
                    Arrays.fill(body, (byte) 'x');
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
                    wire.send(body);
                }
                case "GET /slow" -> {
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + SLOW_BYTES + "\r\n\r\n");
                    for (int i = 0; i < SLOW_BYTES; i++) {
                        LockSupport.parkNanos(SLOW_NANOS);
                        wire.send("x");
                    }
                }
                case "POST /echo" -> {
                    String count = String.valueOf(wire.body(head));
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + count.length() + "\r\n\r\n" + count);
                }
                default -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        }

        private void upgraded() throws IOException {
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
            for (String line = wire.until("\n"); !line.isEmpty(); line = wire.until("\n")) {
                wire.send(line.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }
}
