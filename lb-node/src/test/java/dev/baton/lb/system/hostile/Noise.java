package dev.baton.lb.system.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Sends 1 MiB of random bytes, and some Java objects, to each of some ports. Arguments: a seed, then {@code udp} or
 * {@code tcp}, address and port of each. Prints a line for each port.
 */
final class Noise {

    private static final int BYTES = 1 << 20;
    private static final int DATAGRAM_BYTES = 1_400;
    private static final int CONNECT_MILLIS = 1_000;

    private final Random random;

    private Noise(long seed) {
        random = new Random(seed);
    }

    public static void main(String[] args) throws IOException {
        Noise noise = new Noise(Long.parseLong(args[0]));
        for (int i = 1; i < args.length; i += 3) {
            InetSocketAddress to =
                    new InetSocketAddress(InetAddress.ofLiteral(args[i + 1]), Integer.parseInt(args[i + 2]));
            int sent = args[i].equals("udp") ? noise.datagrams(to) : noise.connections(to);
            System.out.println(args[i] + " " + to + " got " + sent + " bytes");
        }
        System.out.println("done");
    }

    private int datagrams(InetSocketAddress to) throws IOException {
        try (MulticastSocket socket = new MulticastSocket()) {
            socket.setNetworkInterface(NetworkInterface.getByName("eth0"));
            byte[] object = javaObjects();
            socket.send(new DatagramPacket(object, object.length, to));
            int sent = object.length;
            while (sent < BYTES) {
                byte[] bytes = bytes(DATAGRAM_BYTES);
                socket.send(new DatagramPacket(bytes, bytes.length, to));
                sent += bytes.length;
            }
            return sent;
        }
    }

    /** As much as the other side takes. */
    private int connections(InetSocketAddress to) {
        return write(to, javaObjects()) + write(to, bytes(BYTES));
    }

    private static int write(InetSocketAddress to, byte[] bytes) {
        int sent = 0;
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(CONNECT_MILLIS);
            socket.connect(to, CONNECT_MILLIS);
            while (sent < bytes.length) {
                int length = Math.min(DATAGRAM_BYTES, bytes.length - sent);
                socket.getOutputStream().write(bytes, sent, length);
                sent += length;
            }
        } catch (IOException _) {
            // Thrown out in the middle of it, as it should be.
        }
        return sent;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] javaObjects() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(List.of("a", 1, new Random(1))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
