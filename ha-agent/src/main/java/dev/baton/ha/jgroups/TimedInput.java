package dev.baton.ha.jgroups;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** What arrives on a socket up to a deadline; the socket's own timeout begins anew with each byte. */
final class TimedInput {

    private final Socket socket;
    private final InputStream in;
    private final long deadlineNanos;

    TimedInput(Socket socket, long nanos) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        deadlineNanos = System.nanoTime() + nanos;
    }

    int u16() throws IOException {
        byte[] bytes = bytes(Short.BYTES);
        return (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
    }

    /** @throws SocketTimeoutException if they have not come by the deadline */
    byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int filled = 0; filled < length; ) {
            socket.setSoTimeout(leftMillis());
            int read = in.read(bytes, filled, length - filled);
            if (read < 0) {
                throw new EOFException("ended after %d of %d bytes".formatted(filled, length));
            }
            filled += read;
        }
        return bytes;
    }

    /** At least 1: 0 would mean to wait for ever. */
    private int leftMillis() throws SocketTimeoutException {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the handshake takes too long");
        }
        return Math.toIntExact(Math.ceilDiv(left, TimeUnit.MILLISECONDS.toNanos(1)));
    }
}
