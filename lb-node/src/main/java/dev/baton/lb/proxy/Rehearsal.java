package dev.baton.lb.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.BackendConfig.ServerConfig;
import dev.baton.lb.config.Balance;
import dev.baton.lb.config.CheckConfig;
import dev.baton.lb.config.ClientConfig;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.config.ServerTimeouts;
import dev.baton.lb.health.Health;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.proxy.access.FrontendLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests over loopback through a listener, the event loops and a server of its own, one after the other, each on a new
 * connection. Nothing of it is left, and nothing depends on it: where loopback does not work there is no rehearsal.
 */
final class Rehearsal implements Runnable {

    /** Enough that every class of the usual way is loaded and the interpreter has left most of it. */
    static final int REQUESTS = 300;

    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: rehearsal\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK".getBytes(US_ASCII);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Frontends frontends;

    Rehearsal(Frontends frontends) {
        this.frontends = frontends;
    }

    @Override
    public void run() {
        try {
            int answered = rehearse();
            log.debug("{} rehearsals of {} were answered", answered, REQUESTS);
        } catch (IOException | RuntimeException e) {
            log.debug("no rehearsal", e);
        }
    }

    /** Returns how many requests were answered. */
    int rehearse() throws IOException {
        Queue<Socket> connections = new ConcurrentLinkedQueue<>();
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server, connections));
            Backend backend = backend((InetSocketAddress) server.getLocalSocketAddress());
            FrontendConfig frontend = frontend();
            Service service = Service.of(frontend, _ -> backend, FrontendLog.off(frontend), null);
            Listening listener = frontends.listen(frontend);
            try {
                listener.serve(frontend, new Door(_ -> service));
                return ask((InetSocketAddress) listener.channel().localAddress());
            } finally {
                listener.close();
            }
        } finally {
            for (Socket connection : connections) {
                connection.close();
            }
        }
    }

    private static int ask(InetSocketAddress address) throws IOException {
        int answered = 0;
        for (int request = 0; request < REQUESTS; request++) {
            try (Socket client = new Socket()) {
                client.setSoTimeout((int) PATIENCE.toMillis());
                client.connect(address, (int) PATIENCE.toMillis());
                client.getOutputStream().write(REQUEST);
                answered += new String(client.getInputStream().readAllBytes(), US_ASCII).endsWith("OK") ? 1 : 0;
            }
        }
        return answered;
    }

    private static void serve(ServerSocket server, Collection<Socket> connections) {
        try {
            while (true) {
                Socket connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> answer(connection));
            }
        } catch (IOException _) {
            // The rehearsal is over.
        }
    }

    /** The data path keeps the connection and uses it again. A request is so short that it comes in one piece. */
    private static void answer(Socket connection) {
        byte[] request = new byte[1024];
        try (connection) {
            InputStream in = connection.getInputStream();
            while (in.read(request) >= 0) {
                connection.getOutputStream().write(ANSWER);
            }
        } catch (IOException _) {
            // The rehearsal is over.
        }
    }

    private static FrontendConfig frontend() {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new FrontendConfig("rehearsal", any, Mode.HTTP, "rehearsal", ClientConfig.DEFAULT);
    }

    private static Backend backend(InetSocketAddress server) {
        Backend backend = new Backend(
                new BackendConfig(
                        "rehearsal",
                        Balance.ByServers.ROUND_ROBIN,
                        Duration.ZERO,
                        CheckConfig.DEFAULT,
                        List.of(new ServerConfig("rehearsal", server, 1, false)),
                        ServerTimeouts.DEFAULT),
                System::nanoTime);
        backend.verdicts().judge(backend.servers().getFirst(), Health.UP);
        return backend;
    }
}
