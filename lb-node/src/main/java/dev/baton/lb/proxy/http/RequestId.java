package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.access.Trail;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * The name of the request that an event loop deals with at the moment. One per loop, as the {@link Head}. Nobody can
 * guess where a loop's sequence began, but names are no secrets: whoever has seen a few could go on from them.
 */
final class RequestId {

    /** The longest that is taken over. */
    static final int MAX = 128;

    private static final int MADE = 32;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String MARKS = "-._~+/=@:,";

    private final byte[] bytes = new byte[MAX];
    private final SplittableRandom high;
    private final SplittableRandom low;
    private int length;

    RequestId() {
        SecureRandom secure = new SecureRandom();
        high = new SplittableRandom(secure.nextLong());
        low = new SplittableRandom(secure.nextLong());
    }

    /** A new one: 128 bits in hex. */
    void make() {
        hex(high.nextLong(), 0);
        hex(low.nextLong(), MADE / 2);
        length = MADE;
    }

    private void hex(long bits, int at) {
        for (int i = 0; i < MADE / 2; i++) {
            bytes[at + i] = HEX[(int) (bits >>> (60 - 4 * i)) & 0xf];
        }
    }

    /**
     * Takes over what somebody else has made.
     *
     * @return false when it is none: empty, too long, or with characters that logs and shells would stumble over
     */
    boolean take(byte[] from, int start, int end) {
        int count = end - start;
        if (count == 0 || count > MAX) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!isPlain(from[i])) {
                return false;
            }
        }
        System.arraycopy(from, start, bytes, 0, count);
        length = count;
        return true;
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || Ascii.isDigit(b) || MARKS.indexOf(b) >= 0;
    }

    void write(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    void note(Trail trail) {
        trail.text(bytes, 0, length);
    }
}
