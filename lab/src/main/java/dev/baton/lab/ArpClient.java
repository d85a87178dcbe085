package dev.baton.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Asks the LAN again and again who has an address (RFC 826) and prints who answers, whenever that changes.
 *
 * <p>{@code ArpClient INTERFACE OWN_IP IP INTERVAL_MS} prints lines like {@code 2026-11-23T11:00:00.400Z
 * 02:00:00:00:00:01 02:00:00:00:00:02}: from that time on each question was answered by these. To run on a host that
 * does not use the address, since each answer renews the neighbour entry of who asked.
 */
public final class ArpClient {
    private static final int REQUEST = 1;
    private static final int REPLY = 2;
    private static final int MAC_BYTES = 6;
    private static final int IP_BYTES = 4;
    private static final int FRAME_BYTES = 42;

    // Offsets in an Ethernet frame with an ARP message for IPv4, RFC 826.
    private static final int OPERATION = 20;
    private static final int SENDER_MAC = 22;
    private static final int SENDER_IP = 28;
    private static final int TARGET_IP = 38;

    private final ArpSocket socket;
    private final byte[] own;
    private final byte[] wanted;
    private final byte[] question;
    private final long intervalNanos;

    private ArpClient(NetworkInterface port, byte[] own, byte[] wanted, long intervalNanos) throws IOException {
        this.socket = ArpSocket.open(port.getIndex());
        this.own = own;
        this.wanted = wanted;
        this.question = question(port.getHardwareAddress(), own, wanted);
        this.intervalNanos = intervalNanos;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 4) {
            System.err.println("usage: ArpClient INTERFACE OWN_IP IP INTERVAL_MS");
            System.exit(2);
        }
        new ArpClient(
                        NetworkInterface.getByName(args[0]),
                        InetAddress.ofLiteral(args[1]).getAddress(),
                        InetAddress.ofLiteral(args[2]).getAddress(),
                        Long.parseLong(args[3]) * 1_000_000)
                .run();
    }

    private void run() throws IOException {
        String before = "nobody was asked yet";
        for (long next = System.nanoTime() + intervalNanos; ; next += intervalNanos) {
            Instant asked = Instant.now();
            socket.send(question);
            String answer = String.join(" ", answersUntil(next));
            if (!answer.equals(before)) {
                System.out.println((asked + " " + answer).stripTrailing());
                before = answer;
            }
        }
    }

    private SortedSet<String> answersUntil(long deadlineNanos) throws IOException {
        SortedSet<String> macs = new TreeSet<>();
        for (long left = deadlineNanos - System.nanoTime(); left > 0; left = deadlineNanos - System.nanoTime()) {
            ByteBuffer frame = socket.receive(Math.toIntExact(Math.ceilDiv(left, 1_000_000L)));
            if (isAnswer(frame)) {
                macs.add(HexFormat.ofDelimiter(":").formatHex(bytes(frame, SENDER_MAC, MAC_BYTES)));
            }
        }
        return macs;
    }

    /** Announcements are replies too, but not to this host. */
    private boolean isAnswer(ByteBuffer frame) {
        return frame.remaining() >= FRAME_BYTES
                && frame.getShort(OPERATION) == REPLY
                && Arrays.equals(bytes(frame, SENDER_IP, IP_BYTES), wanted)
                && Arrays.equals(bytes(frame, TARGET_IP, IP_BYTES), own);
    }

    private static byte[] bytes(ByteBuffer frame, int offset, int length) {
        byte[] bytes = new byte[length];
        frame.get(offset, bytes);
        return bytes;
    }

    private static byte[] question(byte[] mac, byte[] own, byte[] wanted) {
        byte[] broadcast = new byte[MAC_BYTES];
        Arrays.fill(broadcast, (byte) 0xff);
        return ByteBuffer.allocate(FRAME_BYTES)
                .put(broadcast)
                .put(mac)
                .putShort((short) ArpSocket.ETHERTYPE)
                .putShort((short) 1) // Ethernet
                .putShort((short) 0x0800) // IPv4
                .put((byte) MAC_BYTES)
                .put((byte) IP_BYTES)
                .putShort((short) REQUEST)
                .put(mac)
                .put(own)
                .put(new byte[MAC_BYTES])
                .put(wanted)
                .array();
    }
}
