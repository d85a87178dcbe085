package dev.baton.bench.datapath;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that is many slow clients and many slow servers at once, all at one byte a second, until its standard input
 * ends. Of the clients, one half takes an answer slowly and one half sends a body slowly. Arguments: the
 * ports that large answers and slow servers are asked for at, number of clients, number of servers' answers.
 */
public final class SlowCrowd {

    /** Of a second: in each, as many connections move a byte. Few slices would make a burst of what is no burst. */
    private static final int SLICES = 500;

    private static final String GET_LARGE = "GET /files/1m HTTP/1.1\r\nHost: bench\r\n\r\n";
    private static final String GET_SLOW = "GET /slow HTTP/1.1\r\nHost: bench\r\n\r\n";
    private static final String POST_SLOW = "POST /slow HTTP/1.1\r\nHost: bench\r\nContent-Length: 1000000\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";

    private final int largePort;
    private final int slowPort;
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final List<SocketChannel> readers = new ArrayList<>();
    private final List<SocketChannel> writers = new ArrayList<>();
    private final List<SocketChannel> servers = new ArrayList<>();
    private final List<SocketChannel> pending = new ArrayList<>();
    private final ByteBuffer one = ByteBuffer.allocate(1);

    private SlowCrowd(int largePort, int slowPort) throws IOException {
        this.largePort = largePort;
        this.slowPort = slowPort;
        listener.bind(new InetSocketAddress(Configs.SLOW_PORT), 4096);
        listener.configureBlocking(false);
    }

    public static void main(String[] args) throws IOException {
        SlowCrowd crowd = new SlowCrowd(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        System.out.println("listening");
        int clients = Integer.parseInt(args[2]);
        int answers = Integer.parseInt(args[3]);
        // The proxies' checks, every 2 s, find the listener first, and not at once on a busy machine.
        crowd.live(TimeUnit.SECONDS.toMillis(6));
        for (int i = 0; i < clients / 2; i++) {
            crowd.readers.add(client(crowd.largePort, GET_LARGE));
            crowd.writers.add(client(crowd.slowPort, POST_SLOW));
            crowd.accept();
        }
        for (int i = 0; i < answers; i++) {
            crowd.readers.add(client(crowd.slowPort, GET_SLOW));
            crowd.accept();
        }
        // A thousand answers of 1 MiB go into the kernel's buffers before anything is slow.
        while (crowd.servers.size() < clients / 2 + answers) {
            crowd.live(TimeUnit.SECONDS.toMillis(1));
        }
        crowd.live(TimeUnit.SECONDS.toMillis(3));
        System.out.println("open " + crowd.writers.size() + " " + crowd.readers.size() + " " + crowd.servers.size());
        while (System.in.available() == 0) {
            crowd.live(TimeUnit.SECONDS.toMillis(1));
        }
    }

    private static SocketChannel client(int port, String request) throws IOException {
        SocketChannel client = SocketChannel.open();
        client.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        client.configureBlocking(false);
        return client;
    }

    /** Lets everybody move a byte a second for a while. */
    private void live(long millis) throws IOException {
        for (int slice = 0; slice < millis * SLICES / 1000; slice++) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / SLICES);
            accept();
            int now = slice % SLICES;
            move(readers, now, true);
            move(writers, now, false);
            move(servers, now, false);
        }
    }

    private void move(List<SocketChannel> all, int slice, boolean in) throws IOException {
        for (int i = slice; i < all.size(); i += SLICES) {
            one.clear();
            int moved = in ? all.get(i).read(one) : all.get(i).write(one);
            if (moved < 0) {
                throw new IOException("a slow connection was closed");
            }
        }
    }

    /** A check only connects and is gone; whoever asks is answered. */
    private void accept() throws IOException {
        for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
            next.configureBlocking(false);
            pending.add(next);
        }
        for (SocketChannel each : List.copyOf(pending)) {
            ByteBuffer head = ByteBuffer.allocate(1024);
            int count = readQuietly(each, head);
            if (count != 0) {
                pending.remove(each);
            }
            if (count > 0) {
                each.write(ByteBuffer.wrap(ANSWER.getBytes(StandardCharsets.US_ASCII)));
                servers.add(each);
            }
        }
    }

    private static int readQuietly(SocketChannel from, ByteBuffer into) throws IOException {
        try {
            int count = from.read(into);
            if (count < 0) {
                from.close();
            }
            return count;
        } catch (IOException e) {
            from.close();
            return -1;
        }
    }
}
