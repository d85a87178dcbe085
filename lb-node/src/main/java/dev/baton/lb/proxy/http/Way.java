package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.loop.Security;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What is done with a request on its way to a server.
 *
 * @param request the request
 * @param peer who is connected
 * @param security what TLS has told of the connection; null where it is in clear
 * @param trusted whether it may speak for other clients
 * @param site the frontend's
 * @param route where the request goes
 * @param id its name, where the site names requests
 */
record Way(
        RequestView request,
        Client peer,
        @Nullable Security security,
        boolean trusted,
        Site site,
        Route.Forward route,
        RequestId id) {

    Head head() {
        return request.head();
    }

    void target(ByteBuf out) {
        Head head = request.head();
        if (route.rewrite() == null) {
            out.writeBytes(head.bytes, head.targetStart, head.targetEnd - head.targetStart);
        } else {
            PathRewriter.write(route.rewrite(), request, out);
        }
    }

    boolean setsHost() {
        return route.request().setsHost();
    }

    /** Whether a field is not copied. */
    boolean drops(int field) {
        Head head = request.head();
        int start = head.nameStart[field];
        int end = head.nameEnd[field];
        return site.own().has(head.bytes, start, end)
                || (head.kinds[field] == Field.OTHER && Field.isDisguised(head.bytes, start, end))
                || Forwarding.drops(head, field, site, trusted)
                || route.request().drops(head, field);
    }

    /** Writes a field otherwise than it came, or leaves it out; false when there is nothing to change about it. */
    boolean rewrites(int field, ByteBuf out) {
        return request.head().kinds[field] == Field.COOKIE && route.stickiness().rewrites(request, field, out);
    }

    /** Writes the fields that are added: what the operator says of one takes the place of what we would. */
    void fields(ByteBuf out) {
        FieldEdits edits = route.request();
        Forwarding.write(this, out);
        if (security != null) {
            out.writeBytes(edits.dropped().outOf(security.fields()));
        }
        RequestIds ids = site.requestIds();
        if (ids != null && !edits.replaces(ids.field())) {
            ids.write(id, out);
        }
        edits.write(out, request);
    }
}
