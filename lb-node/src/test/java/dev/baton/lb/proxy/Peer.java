package dev.baton.lb.proxy;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** One end of a connection that a test speaks by hand, byte by byte. Reads wait ten seconds at most. */
final class Peer implements Closeable {

    private final Socket socket;
    private final InputStream in;

    Peer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
    }

    static Peer connect(InetSocketAddress address) {
        try {
            Socket socket = new Socket();
            socket.connect(address, 5_000);
            return new Peer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Peer send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Peer send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends the same again and again until the other end has had enough. */
    void sendUntilRefused(byte[] bytes) {
        try {
            while (true) {
                send(bytes);
            }
        } catch (IOException e) {
            // which is what was waited for
        }
    }

    /** Sends nothing more, but goes on reading. */
    Peer end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Closes with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** The next byte, or -1 at the end of the stream. */
    int read() throws IOException {
        return in.read();
    }

    String read(int count) throws IOException {
        return new String(readBytes(count), StandardCharsets.ISO_8859_1);
    }

    byte[] readBytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** What is there, at least one byte; empty at the end of the stream. */
    String readSome() throws IOException {
        byte[] bytes = new byte[64 << 10];
        int count = in.read(bytes);
        return count < 0 ? "" : new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    }

    /** All up to the end of the stream, be it a reset. */
    String readUpToReset() throws IOException {
        StringBuilder all = new StringBuilder();
        try {
            for (String some = readSome(); !some.isEmpty(); some = readSome()) {
                all.append(some);
            }
        } catch (SocketException e) {
            // The end, too.
        }
        return all.toString();
    }

    /** All up to the end of the stream. */
    String readAll() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** A head with its empty line; what there was before the end of the stream when none came. */
    String readHead() throws IOException {
        return readUntil("\r\n\r\n");
    }

    String readUntil(String end) throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        while (!seen.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            seen.write(next);
        }
        return seen.toString(StandardCharsets.ISO_8859_1);
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
