package dev.baton.lb.proxy.http;

import dev.baton.lb.config.ErrorPage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Map;

/** The answers that this proxy gives by itself: a status, a page or a line of text, and the end of the connection. */
final class Answers {

    /** RFC 9110, 15.5.6, wants to know; other methods pass as well. */
    private static final String ALLOW = "Allow: GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS\r\n";

    private Answers() {}

    /**
     * @param edits changes of the fields of all responses
     * @return a whole response of HTTP/1.1
     */
    static ByteBuf of(
            ByteBufAllocator alloc,
            Refusal refusal,
            boolean bodiless,
            Map<Integer, ErrorPage> pages,
            FieldEdits edits) {
        Refusal.Status status = refusal.status();
        ErrorPage page = pages.get(status.code);
        byte[] text = page != null ? page.body() : Ascii.bytes(refusal.text());
        byte[] head = Ascii.bytes("HTTP/1.1 " + status.code + " " + status.phrase + "\r\n"
                + edits.unless("content-type", "Content-Type: " + (page != null ? page.contentType() : "text/plain"))
                + "Content-Length: " + text.length + "\r\n"
                + edits.unless("cache-control", "Cache-Control: no-store")
                + (status == Refusal.Status.METHOD_NOT_ALLOWED ? ALLOW : "")
                + "Connection: close\r\n");
        ByteBuf out = alloc.ioBuffer(head.length + text.length + 256).writeBytes(head);
        edits.write(out);
        out.writeByte('\r').writeByte('\n');
        if (!bodiless) {
            out.writeBytes(text);
        }
        return out;
    }
}
