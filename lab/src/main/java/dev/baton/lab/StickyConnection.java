package dev.baton.lab;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection that asks for one client after the other, or for one that has an address of its own. */
final class StickyConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 1000;

    private final Socket socket;
    private final InputStream in;

    /** Opens the connection that the client needs. */
    StickyConnection(String host, StickyClient client) throws IOException {
        Socket plain = new Socket();
        try {
            if (!client.source().isEmpty()) {
                plain.bind(new InetSocketAddress(client.source(), 0));
            }
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(TIMEOUT_MILLIS);
            plain.connect(new InetSocketAddress(host, client.port()), TIMEOUT_MILLIS);
            socket = client.serverName().isEmpty() ? plain : CarelessTls.over(plain, client.serverName());
            in = new BufferedInputStream(socket.getInputStream(), 4096);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /**
     * Asks once and takes note of the cookie.
     *
     * @return the server that answered
     */
    String ask(StickyClient client) throws IOException {
        socket.getOutputStream().write(client.request().getBytes(StandardCharsets.US_ASCII));
        String status = line();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("answered " + status);
        }
        String server = "";
        int length = 0;
        for (String field = line(); !field.isEmpty(); field = line()) {
            String value = field.substring(field.indexOf(':') + 1).strip();
            if (field.regionMatches(true, 0, "X-Server:", 0, 9)) {
                server = value;
            } else if (field.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(value);
            } else if (value.startsWith("SID=") && client.kind == StickyClient.Kind.LEARNED) {
                client.cookie = value.substring(4, value.indexOf(';'));
            }
        }
        in.skipNBytes(length);
        return server;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
