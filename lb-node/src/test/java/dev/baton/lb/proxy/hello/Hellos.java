package dev.baton.lb.proxy.hello;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes ClientHellos by hand, good ones and others. */
final class Hellos {

    private Hellos() {}

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A length of so many bytes, and what has it. */
    static byte[] sized(int width, byte[]... parts) {
        byte[] content = join(parts);
        byte[] length = new byte[width];
        for (int i = 0; i < width; i++) {
            length[i] = (byte) (content.length >> (8 * (width - 1 - i)));
        }
        return join(length, content);
    }

    static byte[] extension(int type, byte[]... content) {
        return join(bytes(type >> 8, type), sized(2, content));
    }

    static byte[] serverName(String name) {
        byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
        return extension(0, sized(2, bytes(0), sized(2, text)));
    }

    /** The handshake message, with GREASE (RFC 8701) wherever a client may put it. */
    static byte[] message(byte[]... extensions) {
        return offering(bytes(0x0a, 0x0a, 0x13, 0x01), extensions);
    }

    /** The same with other cipher suites. */
    static byte[] offering(byte[] suites, byte[]... extensions) {
        byte[] body = join(
                bytes(3, 3),
                new byte[32],
                sized(1, new byte[32]),
                sized(2, suites),
                sized(1, bytes(0)),
                sized(2, extensions));
        return join(bytes(1), sized(3, body));
    }

    static byte[] record(byte[] fragment) {
        return join(bytes(22, 3, 1), sized(2, fragment));
    }

    /** One record. */
    static byte[] hello(byte[]... extensions) {
        return record(message(extensions));
    }

    static byte[] named(String name) {
        return hello(extension(0x1a1a), extension(43, bytes(2, 3, 4)), serverName(name), extension(0x2a2a, bytes(0)));
    }

    /** The same message in records of so many bytes. */
    static byte[] fragmented(byte[] message, int size) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < message.length; at += size) {
            all.writeBytes(record(Arrays.copyOfRange(message, at, Math.min(message.length, at + size))));
        }
        return all.toByteArray();
    }
}
