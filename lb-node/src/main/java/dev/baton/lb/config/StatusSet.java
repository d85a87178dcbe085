package dev.baton.lb.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP status codes, as ranges: {@code 200-299,301}.
 *
 * @param ranges at least one
 */
public record StatusSet(List<Range> ranges) {

    private static final Pattern RANGE = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");

    public StatusSet {
        ranges = List.copyOf(ranges);
    }

    /** @param last not below {@code first} */
    public record Range(int first, int last) {}

    /** @throws IllegalArgumentException with a message that continues the name of the key */
    public static StatusSet parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = RANGE.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not a set of status codes; write codes and ranges: \"200-299,301\"");
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (last < first) {
                throw new IllegalArgumentException("\"" + text + "\": the range " + part.strip() + " is backwards");
            }
            ranges.add(new Range(first, last));
        }
        return new StatusSet(ranges);
    }

    public boolean contains(int status) {
        for (Range range : ranges) {
            if (status >= range.first() && status <= range.last()) {
                return true;
            }
        }
        return false;
    }
}
