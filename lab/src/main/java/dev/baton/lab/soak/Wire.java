package dev.baton.lab.soak;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One end of a connection, as clients and servers here need it. Reads wait fifteen seconds at most. */
final class Wire implements Closeable {

    private static final int PATIENCE_MILLIS = 15_000;
    private static final int LONGEST_HEAD = 16 << 10;

    private final Socket socket;
    private final InputStream in;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static Wire connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        return new Wire(socket);
    }

    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Up to and with an end; empty when the stream ends before the first byte. */
    String until(String end) throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        byte last = (byte) end.charAt(end.length() - 1);
        while (seen.size() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0 && seen.size() == 0) {
                return "";
            }
            if (next < 0) {
                throw new EOFException("closed in a head");
            }
            seen.write(next);
            if ((byte) next == last
                    && seen.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
                return seen.toString(StandardCharsets.ISO_8859_1);
            }
        }
        throw new IOException("a head of more than " + LONGEST_HEAD + " bytes");
    }

    /** A head; empty when the stream ends before it. */
    String head() throws IOException {
        return until("\r\n\r\n");
    }

    byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("closed in a body");
        }
        return bytes;
    }

    /** The body that a head announces, by its length or in chunks, as its count of bytes. */
    int body(String head) throws IOException {
        String length = field(head, "content-length");
        if (!length.isEmpty()) {
            return bytes(Integer.parseInt(length)).length;
        }
        int all = 0;
        if (!field(head, "transfer-encoding").isEmpty()) {
            for (int size = chunk(); size > 0; size = chunk()) {
                all += bytes(size).length;
                until("\r\n");
            }
            until("\r\n");
        }
        return all;
    }

    private int chunk() throws IOException {
        String line = until("\r\n");
        if (line.isEmpty()) {
            throw new EOFException("closed between chunks");
        }
        return Integer.parseInt(line.strip(), 16);
    }

    /** The first value of a field; empty when there is none. */
    static String field(String head, String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** Breaks it off. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
