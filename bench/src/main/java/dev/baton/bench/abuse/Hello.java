package dev.baton.bench.abuse;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The first message of a client of TLS 1.3 (RFC 8446, section 4.1.2) that has no key to go with its share: the server has
 * done all its arithmetic before it can know, and the client none.
 */
final class Hello {

    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int KEY_SHARE = 51;
    private static final int X25519 = 0x001d;
    private static final int ROOM = 512;

    private Hello() {}

    static byte[] whole() {
        byte[] random = new byte[32];
        byte[] share = new byte[32];
        ThreadLocalRandom.current().nextBytes(random);
        ThreadLocalRandom.current().nextBytes(share);
        ByteBuffer out = ByteBuffer.allocate(ROOM);
        out.put((byte) HANDSHAKE).putShort((short) 0x0301);
        int record = out.position();
        out.putShort((short) 0).put((byte) CLIENT_HELLO).put((byte) 0);
        int message = out.position();
        out.putShort((short) 0).putShort((short) 0x0303).put(random).put((byte) 0);
        shorts(out, 0x1301, 0x1302);
        out.put((byte) 1).put((byte) 0);
        int extensions = out.position();
        out.putShort((short) 0);
        out.putShort((short) SUPPORTED_VERSIONS)
                .putShort((short) 3)
                .put((byte) 2)
                .putShort((short) 0x0304);
        out.putShort((short) SUPPORTED_GROUPS).putShort((short) 4);
        shorts(out, X25519);
        out.putShort((short) SIGNATURE_ALGORITHMS).putShort((short) 6);
        shorts(out, 0x0403, 0x0804);
        out.putShort((short) KEY_SHARE).putShort((short) (share.length + 6));
        out.putShort((short) (share.length + 4))
                .putShort((short) X25519)
                .putShort((short) share.length)
                .put(share);
        out.putShort(extensions, (short) (out.position() - extensions - 2));
        out.putShort(message, (short) (out.position() - message - 2));
        out.putShort(record, (short) (out.position() - record - 2));
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Its beginning, after which the server waits. */
    static byte[] half() {
        return Arrays.copyOf(whole(), 60);
    }

    /** Numbers behind their length in bytes. */
    private static void shorts(ByteBuffer out, int... values) {
        out.putShort((short) (values.length * 2));
        for (int value : values) {
            out.putShort((short) value);
        }
    }
}
