package dev.baton.lb.proxy.http;

import dev.baton.lb.config.HeadersConfig.Edits;
import dev.baton.lb.config.HeadersConfig.Header;
import dev.baton.lb.config.Template;
import dev.baton.lb.config.Template.Text;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Fields that are left out and fields that are written instead. Immutable.
 *
 * @param dropped what is left out, or written instead
 * @param lines to be written
 * @param headOnly what is left out behind a body
 */
record FieldEdits(FieldNames dropped, List<Line> lines, FieldNames headOnly) {

    /** They say where a message goes, who asks and how it is to be read: behind it comes too late (RFC 9110, 6.5.1). */
    private static final List<String> NEVER_TRAILERS = Stream.concat(
                    Field.names(),
                    Stream.of("authorization", "www-authenticate", "content-encoding", "content-range", "content-type"))
            .toList();

    static final FieldEdits NONE = response(Edits.NONE);

    /**
     * @param start the name, colon and blank
     * @param value what follows
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Line(byte[] start, Template value) {}

    static FieldEdits response(Edits edits) {
        return of(edits, List.of(), List.of());
    }

    /** @param own names of fields that are written anew or not at all, besides those that tell of the client */
    static FieldEdits request(Edits edits, List<String> own) {
        return of(edits, own, List.of(Forwarding.X_FORWARDED));
    }

    private static FieldEdits of(Edits edits, List<String> own, List<String> beginnings) {
        Stream<String> set = edits.set().stream().map(header -> header.name().toLowerCase(Locale.ROOT));
        List<String> dropped =
                Stream.concat(edits.remove().stream(), set).distinct().toList();
        return new FieldEdits(
                new FieldNames(dropped),
                Stream.concat(edits.set().stream(), edits.add().stream())
                        .map(FieldEdits::line)
                        .toList(),
                new FieldNames(
                        Stream.of(dropped, own, NEVER_TRAILERS)
                                .flatMap(List::stream)
                                .toList(),
                        beginnings));
    }

    private static Line line(Header header) {
        return new Line(Ascii.bytes(header.name() + ": "), header.value());
    }

    boolean drops(Head head, int field) {
        return dropped.has(head.bytes, head.nameStart[field], head.nameEnd[field]);
    }

    /** Whether a field of that name that we would write gives way to what the operator says. */
    boolean replaces(String lower) {
        return dropped.has(lower);
    }

    /** @param lines the fields behind a body, each with its CRLF */
    byte[] trailers(byte[] lines) {
        return headOnly.outOf(lines);
    }

    /** A line of an answer of our own, empty when the edits have another one for it, or none. */
    String unless(String lower, String line) {
        return replaces(lower) ? "" : line + "\r\n";
    }

    /** Whether the Host field is written here. */
    boolean setsHost() {
        return replaces("host");
    }

    /** Writes the lines of a request. */
    void write(ByteBuf out, RequestView request) {
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            out.writeBytes(line.start);
            TemplateWriter.write(line.value, request, out);
            out.writeByte('\r').writeByte('\n');
        }
    }

    /** Writes the lines of a response, whose values are texts. */
    void write(ByteBuf out) {
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            out.writeBytes(line.start);
            for (Template.Part part : line.value.parts()) {
                if (part instanceof Text(String text)) {
                    TemplateWriter.write(text, out);
                }
            }
            out.writeByte('\r').writeByte('\n');
        }
    }
}
