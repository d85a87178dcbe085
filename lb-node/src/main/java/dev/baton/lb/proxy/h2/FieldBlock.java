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

    private final int limit;
    private AsciiString[] names = new AsciiString[16];
    private AsciiString[] values = new AsciiString[16];
    private int count;
    private boolean tooMany;

    /** @param limit how many fields are kept; of more it is only known that there were more */
    FieldBlock(int limit) {
        super(false);
        this.limit = limit;
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        if (count == limit) {
            tooMany = true;
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
        tooMany = false;
        return this;
    }

    boolean isTooMany() {
        return tooMany;
    }

    AsciiString name(int field) {
        return names[field];
    }

    AsciiString value(int field) {
        return values[field];
    }
}
