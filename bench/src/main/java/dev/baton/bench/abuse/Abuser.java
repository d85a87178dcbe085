package dev.baton.bench.abuse;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program that abuses a frontend over {@value #CONNECTIONS} connections opens another for each that is cut
 * off, and at a line on its standard input says how many it was and how many bytes it has sent, and ends. Arguments: what
 * to do, address, port.
 */
public final class Abuser {

    private static final int CONNECTIONS = 16;

    /** Of unfinished handshakes, each for as long as it is let. */
    private static final int HELD = 200;

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Abuse abuse;
    private final InetSocketAddress target;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private Abuser(Abuse abuse, InetSocketAddress target) {
        this.abuse = abuse;
        this.target = target;
    }

    public static void main(String[] args) throws IOException {
        Abuser abuser = new Abuser(
                Abuse.valueOf(args[0]),
                new InetSocketAddress(InetAddress.getByName(args[1]), Integer.parseInt(args[2])));
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread.ofPlatform().daemon().start(abuser::run);
        }
        System.out.println("begun");
        System.in.read();
        System.out.println("sent " + abuser.connections + " " + abuser.bytes);
    }

    private void run() {
        Deque<Socket> held = new ArrayDeque<>();
        while (true) {
            try {
                Socket socket = connect();
                switch (abuse.over()) {
                    case HTTP2 -> flood(socket);
                    case TLS -> shakeHands(socket);
                    case HALF_TLS -> {
                        held.add(socket);
                        write(socket, Hello.half());
                        if (held.size() > HELD) {
                            held.remove().close();
                        }
                    }
                }
            } catch (IOException _) {
                // Cut off, which is what a server does to such a client.
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(target, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        connections.incrementAndGet();
        return socket;
    }

    private void flood(Socket socket) throws IOException {
        try (socket) {
            write(socket, Frames.preface().bytes());
            InputStream in = socket.getInputStream();
            for (int first = 1; first < Integer.MAX_VALUE - 2 * Abuse.MANY; first += 2 * Abuse.MANY) {
                Frames frames = new Frames();
                abuse.send(frames, first);
                write(socket, frames.bytes());
                if (abuse.reads()) {
                    in.skipNBytes(in.available());
                }
            }
        }
    }

    private void shakeHands(Socket socket) throws IOException {
        try (socket) {
            write(socket, Hello.whole());
            if (socket.getInputStream().read() < 0) {
                throw new EOFException("no answer");
            }
        }
    }

    private void write(Socket socket, byte[] content) throws IOException {
        socket.getOutputStream().write(content);
        bytes.addAndGet(content.length);
    }
}
