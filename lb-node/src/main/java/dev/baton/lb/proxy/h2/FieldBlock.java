package dev.baton.lb.proxy.h2;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one header block says, in the order in which it says it. One per connection, used again for every block: Netty's
 * own would hash each name, and nobody here looks anything up.
 */
final class FieldBlock extends DefaultHttp2Headers {

    /** Of each field (RFC 7541, section 4.1). */
    private static final int OVERHEAD = 32;

    private final int limit;
    private final long bytes;
    private AsciiString[] names = new AsciiString[16];
    private AsciiString[] values = new AsciiString[16];
    private int count;
    private long size;
    private boolean tooMany;
    private boolean tooLarge;

    /**
     * What is beyond a bound is not kept; it is only known that there was more.
     *
     * @param limit how many fields are kept
     * @param bytes how large all together may be, as HTTP/2 counts them (RFC 9113, section 6.5.2)
     */
    FieldBlock(int limit, long bytes) {
        super(false);
        this.limit = limit;
        this.bytes = bytes;
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        size += name.length() + value.length() + OVERHEAD;
        tooMany |= count == limit;
        tooLarge |= size > bytes;
        if (tooMany || tooLarge) {
            return this;
        }
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        names[count] = AsciiString.of(name);
        values[count++] = AsciiString.of(value);
        return this;
    }

    /** The codec tells interim heads from the last by it. */
    @Override
    public @Nullable CharSequence status() {
        return count > 0 && ResponseHead.STATUS.contentEquals(names[0]) ? values[0] : null;
    }

    /** The codec asks for the length of the body, which is compared by who reads it. */
    @Override
    public List<CharSequence> getAll(CharSequence name) {
        return List.of();
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public Http2Headers clear() {
        count = 0;
        size = 0;
        tooMany = false;
        tooLarge = false;
        return this;
    }

    boolean isTooMany() {
        return tooMany;
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    AsciiString name(int field) {
        return names[field];
    }

    AsciiString value(int field) {
        return values[field];
    }
}
