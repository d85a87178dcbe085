package dev.baton.lb.proxy.http;

import dev.baton.lb.config.Template;
import dev.baton.lb.config.Template.Text;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Writes what a rule answers in a server's place. */
final class Replies {

    private Replies() {}

    /** @param edits changes of the fields of all responses */
    static void redirect(Route.Redirect redirect, RequestView request, FieldEdits edits, boolean close, ByteBuf out) {
        start(redirect.status(), close, out);
        TemplateWriter.write("Location: ", out);
        place(redirect.to(), request, out);
        TemplateWriter.write("\r\nContent-Length: 0\r\n", out);
        end(edits, out);
    }

    /**
     * Writes where to go. A path such as {@code //evil.example} is on this host as long as it is asked for, but would be
     * another host in a place that begins with it (RFC 3986, section 4.2); browsers read a backslash as a slash.
     */
    private static void place(Template to, RequestView request, ByteBuf out) {
        int start = out.writerIndex();
        TemplateWriter.write(to, request, out);
        if (to.parts().getFirst() instanceof Text(String text) && text.startsWith("//")) {
            return; // The operator names a host.
        }
        int rest = start;
        while (rest < out.writerIndex() && isSlash(out.getByte(rest))) {
            rest++;
        }
        if (rest > start + 1 || (rest == start + 1 && out.getByte(start) != '/')) {
            byte[] behind = ByteBufUtil.getBytes(out, rest, out.writerIndex() - rest);
            out.writerIndex(start);
            out.writeByte('/').writeBytes(behind);
        }
    }

    private static boolean isSlash(byte b) {
        return b == '/' || b == '\\';
    }

    /** @param edits changes of the fields of all responses */
    static void respond(Route.Respond respond, FieldEdits edits, boolean close, boolean bodiless, ByteBuf out) {
        start(respond.status(), close, out);
        boolean none = respond.status() == 204 || respond.status() == 304;
        if (!none) {
            TemplateWriter.write(edits.unless("content-type", "Content-Type: " + respond.contentType()), out);
            TemplateWriter.write("Content-Length: " + respond.body().length + "\r\n", out);
        }
        end(edits, out);
        if (!bodiless && !none) {
            out.writeBytes(respond.body());
        }
    }

    private static void end(FieldEdits edits, ByteBuf out) {
        edits.write(out);
        out.writeByte('\r').writeByte('\n');
    }

    private static void start(int status, boolean close, ByteBuf out) {
        TemplateWriter.write("HTTP/1.1 " + status + " ", out);
        TemplateWriter.write(Phrases.of(status), out);
        TemplateWriter.write(close ? "\r\nConnection: close\r\n" : "\r\n", out);
    }
}
