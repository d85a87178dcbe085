package dev.baton.lb.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second opinion on what bytes mean: reads messages of HTTP/1.1 by regular expressions made from the grammar of RFC
 * 9112 and 9110, and shares nothing with the proxy's own parser. It takes what the grammar takes and repairs nothing.
 */
public final class ReferenceReader {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String VISIBLE = "\\x21-\\x7e\\x80-\\xff";
    private static final String VALUE = "(?:[" + VISIBLE + "](?:[\\t " + VISIBLE + "]*[" + VISIBLE + "])?)?";
    private static final Pattern REQUEST_LINE =
            Pattern.compile("(" + TOKEN + ") ([\\x21-\\x7e]+) HTTP/1\\.([0-9])\r\n");
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.([0-9]) ([1-9][0-9]{2})(?: [\\t " + VISIBLE + "]*)?\r\n");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):[ \\t]*(" + VALUE + ")[ \\t]*\r\n");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,15})(?:[ \\t]*;[\\t " + VISIBLE + "]*)?\r\n");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final String bytes;
    private int at;

    private ReferenceReader(String bytes) {
        this.bytes = bytes;
    }

    /**
     * One message.
     *
     * @param start the method and target of a request, the status of a response
     * @param fields names in lower case, with their values
     */
    public record Message(String start, int minor, List<Field> fields, String body, List<Field> trailers) {

        List<String> values(String name) {
            return fields.stream()
                    .filter(field -> field.name().equals(name))
                    .map(Field::value)
                    .toList();
        }
    }

    public record Field(String name, String value) {}

    /**
     * What was read.
     *
     * @param rest what is left behind the last whole message; not empty when that is cut short or malformed
     */
    public record Reading(List<Message> messages, String rest) {}

    /** Reads requests as long as they are whole and well-formed. */
    public static Reading requests(String bytes) {
        ReferenceReader reader = new ReferenceReader(bytes);
        List<Message> messages = new ArrayList<>();
        int end = 0;
        try {
            while (true) {
                reader.skipEmptyLines();
                messages.add(reader.request());
                end = reader.at;
            }
        } catch (NotInTheGrammar e) {
            return new Reading(messages, bytes.substring(end));
        }
    }

    /** Reads the responses to as many requests of method GET, the ones before the last that are interim left out. */
    public static Reading responses(String bytes) {
        ReferenceReader reader = new ReferenceReader(bytes);
        List<Message> messages = new ArrayList<>();
        int end = 0;
        try {
            while (reader.at < bytes.length()) {
                Message message = reader.response();
                if (!message.start().startsWith("1")) {
                    messages.add(message);
                }
                end = reader.at;
            }
        } catch (NotInTheGrammar e) {
            // The rest says so.
        }
        return new Reading(messages, bytes.substring(end));
    }

    /** RFC 9112, 2.2: a server should ignore them before a request line. */
    private void skipEmptyLines() {
        while (bytes.startsWith("\r\n", at)) {
            at += 2;
        }
    }

    private Message request() throws NotInTheGrammar {
        Matcher line = take(REQUEST_LINE);
        int minor = Integer.parseInt(line.group(3));
        List<Field> fields = fields();
        List<String> hosts = values(fields, "host");
        if (hosts.size() > 1 || (hosts.isEmpty() && minor > 0)) {
            throw new NotInTheGrammar();
        }
        return body(line.group(1) + " " + line.group(2), minor, fields, false);
    }

    private Message response() throws NotInTheGrammar {
        Matcher line = take(STATUS_LINE);
        String status = line.group(2);
        boolean bodiless = status.startsWith("1") || status.equals("204") || status.equals("304");
        List<Field> fields = fields();
        int minor = Integer.parseInt(line.group(1));
        return bodiless ? new Message(status, minor, fields, "", List.of()) : body(status, minor, fields, true);
    }

    private List<Field> fields() throws NotInTheGrammar {
        List<Field> fields = new ArrayList<>();
        while (!bytes.startsWith("\r\n", at)) {
            Matcher field = take(FIELD);
            fields.add(new Field(field.group(1).toLowerCase(Locale.ROOT), field.group(2)));
        }
        at += 2;
        return fields;
    }

    /** RFC 9112, section 6.3, without its leniencies. */
    private Message body(String start, int minor, List<Field> fields, boolean untilClose) throws NotInTheGrammar {
        List<String> codings = values(fields, "transfer-encoding");
        List<String> lengths = values(fields, "content-length");
        if (codings.isEmpty() && lengths.isEmpty()) {
            return new Message(start, minor, fields, untilClose ? bytes(bytes.length() - at) : "", List.of());
        }
        if (codings.isEmpty()
                && lengths.size() == 1
                && LENGTH.matcher(lengths.getFirst()).matches()) {
            return new Message(start, minor, fields, bytes(Long.parseLong(lengths.getFirst())), List.of());
        }
        if (codings.size() == 1 && lengths.isEmpty() && codings.getFirst().equalsIgnoreCase("chunked") && minor > 0) {
            String body = chunks();
            return new Message(start, minor, fields, body, fields());
        }
        throw new NotInTheGrammar();
    }

    private String chunks() throws NotInTheGrammar {
        StringBuilder body = new StringBuilder();
        while (true) {
            long size = Long.parseLong(take(CHUNK).group(1), 16);
            if (size == 0) {
                return body.toString();
            }
            body.append(bytes(size));
            if (!bytes(2).equals("\r\n")) {
                throw new NotInTheGrammar();
            }
        }
    }

    private String bytes(long count) throws NotInTheGrammar {
        if (count > bytes.length() - at) {
            throw new NotInTheGrammar();
        }
        at += (int) count;
        return bytes.substring(at - (int) count, at);
    }

    private Matcher take(Pattern pattern) throws NotInTheGrammar {
        Matcher matcher = pattern.matcher(bytes).region(at, bytes.length());
        if (!matcher.lookingAt()) {
            throw new NotInTheGrammar();
        }
        at = matcher.end();
        return matcher;
    }

    private static List<String> values(List<Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
    }

    /** The bytes end here, or go on in a way that has no meaning. */
    private static final class NotInTheGrammar extends Exception {
        private static final long serialVersionUID = 1;

        NotInTheGrammar() {
            super(null, null, false, false);
        }
    }
}
