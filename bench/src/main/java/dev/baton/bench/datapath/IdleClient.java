package dev.baton.bench.datapath;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that opens connections, asks once on each, and holds them until its standard input ends. Arguments: port,
 * number of connections.
 */
public final class IdleClient {

    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "hello from rig\n".getBytes(StandardCharsets.US_ASCII);
    private static final int TIMEOUT_MILLIS = 10_000;

    private IdleClient() {}

    @SuppressWarnings("AddressSelection") // a literal address
    public static void main(String[] args) throws IOException {
        InetSocketAddress proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        int count = Integer.parseInt(args[1]);
        List<Socket> open = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            open.add(served(proxy));
        }
        System.out.println("open " + open.size());
        while (System.in.read() >= 0) {
            // Nothing is said here; the end is what is waited for.
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    private static Socket served(InetSocketAddress proxy) throws IOException {
        Socket socket = new Socket();
        socket.connect(proxy, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.getOutputStream().write(REQUEST);
        byte[] answer = new byte[1024];
        int length = 0;
        InputStream in = socket.getInputStream();
        while (length < END.length || !endsWith(answer, length)) {
            int count = in.read(answer, length, answer.length - length);
            if (count <= 0) {
                throw new IOException("no whole answer on a new connection");
            }
            length += count;
        }
        return socket;
    }

    private static boolean endsWith(byte[] answer, int length) {
        for (int i = 0; i < END.length; i++) {
            if (answer[length - END.length + i] != END[i]) {
                return false;
            }
        }
        return true;
    }
}
