package dev.baton.lb.proxy.http;

import dev.baton.lb.config.Template;
import dev.baton.lb.config.Template.Part;
import dev.baton.lb.config.Template.Text;
import dev.baton.lb.config.Template.Variable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/** Writes a template with the parts of a request in their places. A strict head has nothing that could end a line. */
final class TemplateWriter {

    private TemplateWriter() {}

    static void write(Template template, RequestView request, ByteBuf out) {
        List<Part> parts = template.parts();
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case Text(String text) -> write(text, out);
                case Variable variable -> write(variable, request, out);
            }
        }
    }

    static void write(String ascii, ByteBuf out) {
        ByteBufUtil.writeAscii(out, ascii);
    }

    private static void write(Variable variable, RequestView request, ByteBuf out) {
        Head head = request.head();
        int query = request.queryStart();
        switch (variable) {
            case CLIENT -> out.writeBytes(request.client().text());
            case HOST -> {
                if (request.findAuthority()) {
                    write(head, request.start(), request.end(), out);
                }
            }
            case HOSTNAME -> {
                if (request.findAuthority()) {
                    write(head, request.start(), hostEnd(head.bytes, request.start(), request.end()), out);
                }
            }
            case PATH -> write(head, head.targetStart, query, out);
            case QUERY -> write(head, Math.min(query + 1, head.targetEnd), head.targetEnd, out);
            case URI -> write(head, head.targetStart, head.targetEnd, out);
        }
    }

    /** Where the port begins, if there is one; the colons of an IPv6 address are in brackets. */
    private static int hostEnd(byte[] bytes, int start, int end) {
        for (int i = end - 1; i >= start && bytes[i] != ']'; i--) {
            if (bytes[i] == ':') {
                return i;
            }
        }
        return end;
    }

    private static void write(Head head, int start, int end, ByteBuf out) {
        out.writeBytes(head.bytes, start, end - start);
    }
}
