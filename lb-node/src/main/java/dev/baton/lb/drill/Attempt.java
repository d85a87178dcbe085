package dev.baton.lb.drill;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One new connection to a frontend, with one request if there is something to ask; never blocks. */
final class Attempt {

    /** {@code HTTP/1.1 200}: nothing of an answer that comes later says more about whether there is one. */
    private static final int STATUS_LINE = 12;

    private final SocketChannel channel;
    private final ByteBuffer request;
    private final ByteBuffer answer = ByteBuffer.allocate(STATUS_LINE);
    private final long begunNanos;
    private boolean over;
    private String failure = "no answer yet";

    private Attempt(SocketChannel channel, byte[] request, long begunNanos) {
        this.channel = channel;
        this.request = ByteBuffer.wrap(request);
        this.begunNanos = begunNanos;
    }

    /** @param request empty to ask for no more than a connection */
    static Attempt begin(Selector selector, InetSocketAddress target, byte[] request, long nowNanos)
            throws IOException {
        Attempt attempt = new Attempt(SocketChannel.open(), request, nowNanos);
        try {
            attempt.channel.configureBlocking(false);
            // A reset leaves no TIME_WAIT: hundreds of connections a second would use the local ports up.
            attempt.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            attempt.channel.connect(target);
            attempt.channel.register(selector, SelectionKey.OP_CONNECT, attempt);
        } catch (IOException e) {
            attempt.end(message(e));
        }
        return attempt;
    }

    long begunNanos() {
        return begunNanos;
    }

    boolean over() {
        return over;
    }

    /** Why there was no answer; empty if there was one. */
    String failure() {
        return failure;
    }

    /** Goes on with what the socket is ready for. */
    void proceed(SelectionKey key) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                if (!request.hasRemaining()) {
                    end("");
                    return;
                }
                key.interestOps(SelectionKey.OP_WRITE);
            }
            if (key.isWritable()) {
                channel.write(request);
                if (!request.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ);
                }
            }
            if (key.isReadable()) {
                read();
            }
        } catch (IOException e) {
            end(message(e));
        }
    }

    private void read() throws IOException {
        if (channel.read(answer) < 0) {
            end("closed without an answer");
        } else if (!answer.hasRemaining()) {
            String line = new String(answer.array(), StandardCharsets.ISO_8859_1);
            boolean good = line.startsWith("HTTP/1.") && line.charAt(STATUS_LINE - 3) < '5';
            end(good ? "" : "answered " + line.substring(STATUS_LINE - 3));
        }
    }

    void giveUp() {
        end("no answer in time");
    }

    private void end(String how) {
        if (!over) {
            over = true;
            failure = how;
            try {
                channel.close();
            } catch (IOException _) {
                // Nothing is owed to a connection that is over.
            }
        }
    }

    private static String message(IOException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
