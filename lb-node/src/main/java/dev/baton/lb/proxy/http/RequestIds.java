package dev.baton.lb.proxy.http;

import dev.baton.lb.config.RequestIdConfig;
import io.netty.buffer.ByteBuf;
import java.util.Locale;

/** How a frontend names its requests. Immutable. */
final class RequestIds {

    private final RequestIdConfig.Accept accept;
    private final String lower;
    private final byte[] start;

    RequestIds(RequestIdConfig config) {
        this.accept = config.accept();
        this.lower = config.header().toLowerCase(Locale.ROOT);
        this.start = Ascii.bytes(config.header() + ": ");
    }

    /**
     * Names the request that is in the head.
     *
     * @param trusted whether the peer may speak for others
     * @param id gets the name
     */
    void name(Head head, boolean trusted, RequestId id) {
        boolean believed = switch (accept) {
            case TRUSTED -> trusted;
            case NEVER -> false;
            case ALWAYS -> true;
        };
        if (!believed || !takeOver(head, id)) {
            id.make();
        }
    }

    /** Two names are none: servers could go by the other one. */
    private boolean takeOver(Head head, RequestId id) {
        int found = -1;
        for (int i = 0; i < head.fields; i++) {
            if (isName(head, i)) {
                if (found >= 0) {
                    return false;
                }
                found = i;
            }
        }
        return found >= 0 && id.take(head.bytes, head.valueStart[found], head.valueEnd[found]);
    }

    /** The name of the field that holds it, in lower case; it is not copied, but written anew. */
    String field() {
        return lower;
    }

    private boolean isName(Head head, int field) {
        return Ascii.equalsIgnoreCase(head.bytes, head.nameStart[field], head.nameEnd[field], lower);
    }

    void write(RequestId id, ByteBuf out) {
        out.writeBytes(start);
        id.write(out);
        out.writeByte('\r').writeByte('\n');
    }
}
