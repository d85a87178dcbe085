package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.access.Trail;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what is counted, and what the log tells, of a request before its head is gone. */
final class RequestNotes {

    private static final byte[] NOTHING = {};

    private RequestNotes() {}

    /**
     * @param peer who is connected
     * @param id the request's name, if it has one
     */
    static void take(Trail trail, RequestView request, Client peer, @Nullable RequestId id) {
        Head head = request.head();
        trail.received(head.minor, head.length);
        if (trail.isLogged()) {
            texts(trail, request, peer, id);
        }
    }

    /**
     * Notes what can be told of a request that is not served, because its head isn't whole or isn't well: how long it
     * is, method and target.
     */
    static void unserved(Trail trail, Head head) {
        trail.in(head.length);
        byte[] b = head.bytes;
        int method = 0;
        while (method < head.length && Ascii.isToken(b[method])) {
            method++;
        }
        int target = method + 1;
        int end = target;
        while (end < head.length && Ascii.isTarget(b[end])) {
            end++;
        }
        if (trail.isLogged() && method > 0 && end > target && b[method] == ' ') {
            trail.text(b, 0, method);
            trail.text(b, target, end);
        }
    }

    private static void texts(Trail trail, RequestView request, Client peer, @Nullable RequestId id) {
        Head head = request.head();
        if (!request.client().address().equals(peer.address())) {
            trail.behind(request.client().text());
        }
        trail.text(head.bytes, 0, head.methodEnd);
        trail.text(head.bytes, head.targetStart, head.targetEnd);
        found(trail, request, request.findAuthority());
        if (id == null) {
            trail.text(NOTHING, 0, 0);
        } else {
            id.note(trail);
        }
        List<String> headers = trail.headers();
        for (int i = 0; i < headers.size(); i++) {
            found(trail, request, request.findHeader(headers.get(i)));
        }
    }

    private static void found(Trail trail, RequestView request, boolean found) {
        if (found) {
            trail.text(request.head().bytes, request.start(), request.end());
        } else {
            trail.text(NOTHING, 0, 0);
        }
    }
}
