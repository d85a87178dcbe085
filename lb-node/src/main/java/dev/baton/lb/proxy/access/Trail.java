package dev.baton.lb.proxy.access;

import dev.baton.floatingip.IpText;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.loop.Security;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a request, or of a TCP connection, until it is counted and its line is written. One per client connection, used
 * again for each of its requests, on the connection's event loop. Times are those of {@link System#nanoTime}.
 */
public final class Trail {

    /** Remembers nothing. */
    public static final Trail NONE = new Trail(null, null, false);

    static final int METHOD = 0;
    static final int TARGET = 1;
    static final int HOST = 2;
    static final int ID = 3;
    static final int FIRST_HEADER = 4;

    private static final byte[] NOBODY = {'-'};
    private static final int UNKNOWN = -1;

    private final @Nullable LineBuffer lines;
    private final @Nullable Account account;
    final boolean http;
    final Words words = new Words();
    byte[] client = NOBODY;
    byte[] peer = NOBODY;

    /** Zero when the client is not who is connected. */
    int port;

    @Nullable String backend;

    @Nullable Server server;

    /** What TLS has told of the connection; null where it is in clear. */
    @Nullable Security security;

    /** Why Baton answered in a server's place; null when it did not. */
    @Nullable String reason;

    /** Negative when there is no whole head. */
    int minor;

    /** Whether it came over HTTP/2, in whose terms the minor version means nothing. */
    boolean http2;

    int status = UNKNOWN;
    int retries;
    long bytesIn;
    long bytesOut;
    long beganMillis;
    Cause cause = Cause.NONE;
    private Phase phase = Phase.REQUEST;
    private int peerPort;
    private boolean open;
    private long began;
    private long received;
    private long chosen;
    private long connected;
    private long answered;
    private long ended;

    /**
     * @param lines where a line is written for it, if anywhere
     * @param account where it is counted, if anywhere
     * @param http whether there are requests; otherwise there is one connection
     */
    Trail(@Nullable LineBuffer lines, @Nullable Account account, boolean http) {
        this.lines = lines;
        this.account = account;
        this.http = http;
    }

    /** Another one of the same connection, which has more than one request at a time: it speaks HTTP/2. */
    public Trail beside() {
        if (!isOn()) {
            return NONE;
        }
        Trail trail = new Trail(lines, account == null ? null : account.beside(), http);
        trail.http2 = true;
        trail.peer = peer;
        trail.peerPort = peerPort;
        trail.security = security;
        return trail;
    }

    /** Whether anything is remembered. */
    public boolean isOn() {
        return lines != null || account != null;
    }

    /** Whether a line is written, with who asked and for what. */
    public boolean isLogged() {
        return lines != null;
    }

    /** The fields that are to be logged, in lower case. */
    public List<String> headers() {
        return lines == null ? List.of() : lines.frontend().headers();
    }

    /** Who is connected. */
    public void from(SocketAddress remote) {
        if (isLogged() && remote instanceof InetSocketAddress internet) {
            peer = Text.bytes(IpText.of(internet.getAddress()));
            peerPort = internet.getPort();
            client = peer;
            port = peerPort;
        }
    }

    /** How the connection is secured; null for not at all. */
    void secured(@Nullable Security how) {
        security = how;
    }

    /** Something begins: the first byte of a request's head, or a TCP connection. */
    public void begin() {
        if (!isOn()) {
            return;
        }
        words.clear();
        client = peer;
        port = peerPort;
        backend = null;
        server = null;
        reason = null;
        minor = UNKNOWN;
        status = UNKNOWN;
        retries = 0;
        bytesIn = 0;
        bytesOut = 0;
        phase = Phase.REQUEST;
        received = 0;
        chosen = 0;
        connected = 0;
        answered = 0;
        open = true;
        beganMillis = isLogged() ? System.currentTimeMillis() : 0;
        began = System.nanoTime();
    }

    /** The head of an HTTP request is here; its texts follow in the order of the constants. */
    public void received(int http1Minor, int headLength) {
        if (isOn()) {
            minor = http1Minor;
            in(headLength);
            received = System.nanoTime();
        }
    }

    /** The next text: method, target, host, the request's name, and the fields that are to be logged. */
    public void text(byte[] bytes, int start, int end) {
        words.add(bytes, start, end);
    }

    /** Who sent the request, if that isn't who is connected. */
    public void behind(byte[] address) {
        client = address;
        port = 0;
    }

    /** It goes to a server of this backend. */
    public void routed(String name) {
        if (isOn()) {
            backend = name;
            phase = Phase.CONNECT;
            received = received == 0 ? began : received;
            if (account != null) {
                account.routed(name);
            }
        }
    }

    /** No server has room. */
    public void waits() {
        phase = isOn() ? Phase.QUEUE : phase;
    }

    /** Why there is no server: who waited has waited too long. */
    public Cause vain() {
        return phase == Phase.QUEUE ? Cause.SERVER_LATE : Cause.SERVER;
    }

    /** A server is to have it. */
    public void chosen(Server next) {
        if (isOn()) {
            server = next;
            if (account != null) {
                account.chosen(next, bytesIn);
            }
            phase = Phase.CONNECT;
            chosen = chosen == 0 ? System.nanoTime() : chosen;
        }
    }

    /** The last attempt was in vain. */
    public void again() {
        if (isOn()) {
            retries++;
            if (account != null) {
                account.again();
            }
            phase = Phase.CONNECT;
        }
    }

    /** There is a connection to the server. */
    public void connected() {
        if (isOn()) {
            phase = http ? Phase.HEADERS : Phase.DATA;
            connected = System.nanoTime();
        }
    }

    /** A status goes to the client, be it the server's or the proxy's own. */
    public void answered(int code, boolean byServer) {
        if (isOn()) {
            status = code;
            if (byServer) {
                phase = Phase.DATA;
                answered = System.nanoTime();
            }
        }
    }

    /**
     * Baton answers because a message can't be served.
     *
     * @param why in a few words, for operators
     */
    public void refused(int code, String why) {
        answered(code, false);
        reason = why;
    }

    /** Bytes from the client. */
    public void in(long bytes) {
        if (isOn()) {
            bytesIn += bytes;
            if (account != null) {
                account.in(bytes);
            }
        }
    }

    /** Bytes to the client. */
    public void out(long bytes) {
        if (isOn()) {
            bytesOut += bytes;
            if (account != null) {
                account.out(bytes);
                if (connected != 0) {
                    account.served();
                }
            }
        }
    }

    /** It is over: it is counted, and the line is written. Does nothing when it was over before. */
    public void end(Cause why) {
        if (!open) {
            return;
        }
        open = false;
        cause = why;
        ended = System.nanoTime();
        if (account != null) {
            account.end(this);
        }
        if (lines != null) {
            lines.write(this);
        }
    }

    String frontend() {
        return lines == null ? "" : lines.frontend().name();
    }

    int frontendConnections() {
        return lines == null ? 0 : lines.frontend().connections();
    }

    char stateCode() {
        return cause == Cause.NONE ? '-' : phase.code;
    }

    long receiveNanos() {
        return span(began, received);
    }

    long queueNanos() {
        return span(received, chosen);
    }

    long connectNanos() {
        return span(chosen, connected);
    }

    long responseNanos() {
        return span(connected, answered);
    }

    long totalNanos() {
        return ended - began;
    }

    /** Minus one when one of the two was not reached. */
    private static long span(long from, long to) {
        return from == 0 || to == 0 ? UNKNOWN : Math.max(0, to - from);
    }
}
