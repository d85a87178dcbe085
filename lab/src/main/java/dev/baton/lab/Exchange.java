package dev.baton.lab;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One GET on one connection of its own, without blocking. Reports its result once; the loop gives it the time. */
final class Exchange {
    private static final int LARGEST_ANSWER = 64 * 1024;

    final long startNanos;
    private final SocketChannel channel;
    private final ByteBuffer request;
    private final ByteBuffer answer = ByteBuffer.allocate(LARGEST_ANSWER);
    private final String serverHeader;
    private @Nullable Outcome outcome;
    private long forgivenNanos;

    private Exchange(SocketChannel channel, byte[] request, String serverHeader, long startNanos) {
        this.channel = channel;
        this.request = ByteBuffer.wrap(request);
        this.serverHeader = serverHeader.toLowerCase(Locale.ROOT);
        this.startNanos = startNanos;
    }

    /** Begins to connect; an error at once is an outcome like any other. */
    static Exchange open(
            Selector selector, InetSocketAddress target, byte[] request, String serverHeader, long startNanos)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        Exchange exchange = new Exchange(channel, request, serverHeader, startNanos);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            // Closing by reset leaves no TIME_WAIT: 500 connections a second would use up the local ports.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.connect(target);
            channel.register(selector, SelectionKey.OP_CONNECT, exchange);
        } catch (IOException e) {
            exchange.end(kind(e), System.nanoTime());
        }
        return exchange;
    }

    /** Time that is not held against the server. */
    void forgive(long nanos) {
        forgivenNanos += nanos;
    }

    long forgivenNanos() {
        return forgivenNanos;
    }

    /** The result, or null while the exchange goes on. */
    @Nullable Outcome outcome() {
        return outcome;
    }

    /** Does what the socket is ready for. */
    void onReady(SelectionKey key) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_WRITE);
            }
            if (key.isValid() && key.isWritable()) {
                channel.write(request);
                if (!request.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ);
                }
            }
            if (key.isValid() && key.isReadable()) {
                read();
            }
        } catch (IOException e) {
            end(kind(e), System.nanoTime());
        }
    }

    /** Gives up. */
    void onTimeout(long nowNanos) {
        end("timeout", nowNanos);
    }

    private void read() throws IOException {
        int read = channel.read(answer);
        String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        int headEnd = text.indexOf("\r\n\r\n");
        if (headEnd >= 0) {
            String head = text.substring(0, headEnd);
            String length = header(head, "content-length");
            boolean whole = length.isEmpty() ? read < 0 : text.length() - headEnd - 4 >= Integer.parseInt(length);
            if (whole) {
                String status = head.split(" ", 3)[1];
                end(status.equals("200") ? Outcome.OK : "status-" + status, System.nanoTime());
                return;
            }
        }
        if (read < 0 || !answer.hasRemaining()) {
            end("cut", System.nanoTime());
        }
    }

    private void end(String result, long nowNanos) {
        if (outcome != null) {
            return;
        }
        String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        String server = serverHeader.isEmpty() ? "" : header(text, serverHeader);
        outcome = new Outcome(startNanos, nowNanos, result, server);
        try {
            channel.close();
        } catch (IOException _) {
            // Nothing is owed to a connection that is over.
        }
    }

    private static String header(String head, String lowerCaseName) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(lowerCaseName + ":"))
                .map(line -> line.substring(lowerCaseName.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String kind(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("unreachable") || message.contains("no route")) {
            return "unreachable";
        }
        if (message.contains("timed out")) {
            return "timeout";
        }
        return e instanceof ConnectException ? "refused" : "reset";
    }
}
