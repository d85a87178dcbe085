package dev.baton.lb.system.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/**
 * Keeps connections of HTTP/1.1 that have been answered once and ask for nothing more, and waits for their ends. Arguments:
 * address, port, number. Prints {@code all there}, then how each ends ({@code end}, or an error), then {@code done}.
 */
final class WaitingClients {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n".getBytes(US_ASCII);

    private WaitingClients() {}

    public static void main(String[] args) throws InterruptedException {
        InetSocketAddress to = new InetSocketAddress(InetAddress.ofLiteral(args[0]), Integer.parseInt(args[1]));
        int number = Integer.parseInt(args[2]);
        CountDownLatch there = new CountDownLatch(number);
        CountDownLatch gone = new CountDownLatch(number);
        for (int i = 0; i < number; i++) {
            Thread.ofVirtual().start(() -> {
                System.out.println(wait(to, there));
                gone.countDown();
            });
        }
        there.await();
        System.out.println("all there");
        gone.await();
        System.out.println("done");
    }

    private static String wait(InetSocketAddress to, CountDownLatch there) {
        byte[] answer = new byte[16 << 10];
        try (Socket socket = new Socket()) {
            socket.connect(to, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(REQUEST);
            int length = socket.getInputStream().read(answer);
            there.countDown();
            while (length >= 0) {
                length = socket.getInputStream().read(answer);
            }
            return "end";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
