package dev.baton.lb.system.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps connections open that say nothing, or a byte now and then, for as long as it runs; calls again when one is closed.
 * Arguments: address, port, number of connections.
 */
final class SlowCallers {

    private static final int PAUSE_MILLIS = 20;
    private static final int CONNECT_MILLIS = 1_000;

    private SlowCallers() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        InetSocketAddress to = new InetSocketAddress(InetAddress.ofLiteral(args[0]), Integer.parseInt(args[1]));
        int number = Integer.parseInt(args[2]);
        Deque<Socket> open = new ArrayDeque<>();
        boolean announced = false;
        for (long turn = 0; ; turn++) {
            if (open.size() >= number) {
                if (!announced) {
                    System.out.println("all there");
                    announced = true;
                }
                Socket next = open.removeFirst();
                if (speak(next, turn)) {
                    open.addLast(next);
                }
            } else {
                Socket socket = new Socket();
                socket.connect(to, CONNECT_MILLIS);
                open.addLast(socket);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Every other one is silent. */
    private static boolean speak(Socket socket, long turn) throws IOException {
        try {
            if (turn % 2 == 0) {
                socket.getOutputStream().write('B');
            }
            return true;
        } catch (IOException _) {
            socket.close();
            return false;
        }
    }
}
