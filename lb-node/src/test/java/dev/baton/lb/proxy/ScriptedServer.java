package dev.baton.lb.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers each connection as the test says, each in a thread of its own. */
final class ScriptedServer implements Closeable {

    /** What to do with a connection, told by its number from 1; it is closed at the end. */
    @FunctionalInterface
    interface Script {
        void run(Peer peer, int number) throws IOException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final AtomicInteger talked = new AtomicInteger();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    ScriptedServer(Script script) throws IOException {
        this(0, script);
    }

    ScriptedServer(int port, Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        Thread.ofVirtual().name("scripted-server").start(this::accept);
    }

    /** Answers every request with the same. */
    static ScriptedServer always(String response) throws IOException {
        return new ScriptedServer((peer, _) -> {
            while (!peer.readHead().isEmpty()) {
                peer.send(response);
            }
        });
    }

    /** Answers every request with the head that it got. */
    static ScriptedServer mirror() throws IOException {
        return new ScriptedServer((peer, _) -> {
            for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
            }
        });
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Connections on which something was sent or expected: not the health checks, which only connect. */
    int connections() {
        return talked.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private void serve(Socket socket) {
        try (Peer peer = new Peer(socket)) {
            script.run(peer, talked.incrementAndGet());
        } catch (IOException e) {
            // a health check, or the test cut it
        }
    }

    /** Returns when connections are refused. */
    @Override
    public void close() throws IOException {
        InetSocketAddress address = address();
        listener.close();
        // The kernel's socket lives on until the thread in accept has left it.
        Await.until(() -> refuses(address), "the listener gone");
        for (Socket socket : open) {
            socket.close();
        }
    }

    private static boolean refuses(InetSocketAddress address) {
        try (Socket probe = new Socket()) {
            probe.connect(address, 1000);
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
