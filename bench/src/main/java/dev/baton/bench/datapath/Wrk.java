package dev.baton.bench.datapath;

import dev.baton.lab.LabException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk found.
 *
 * @param requests answered, in all
 * @param perSecond requests
 * @param p50Millis the median of the times to answer
 * @param p99Millis the 99th percentile
 * @param errors broken connections, time-outs, and answers that are not 2xx or 3xx
 */
record Wrk(long requests, double perSecond, double p50Millis, double p99Millis, long errors) {

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern PER_SECOND = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern PERCENTILE = Pattern.compile("\\s(50|99)%\\s+([0-9.]+)(us|ms|s|m)\\b");
    private static final Pattern SOCKETS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final Pattern BAD_ANSWERS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    /** Runs it on one thread in the rig. */
    static Wrk run(Rig rig, String url, int connections, int seconds, String... headers) {
        List<String> command = new ArrayList<>(
                List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "10s", "--latency"));
        for (String header : headers) {
            command.addAll(List.of("-H", header));
        }
        command.add(url);
        return parse(rig.load(Duration.ofSeconds(seconds + 30L), command));
    }

    static Wrk parse(String output) {
        return new Wrk(
                Long.parseLong(find(REQUESTS, output).group(1)),
                Double.parseDouble(find(PER_SECOND, output).group(1)),
                percentile("50", output),
                percentile("99", output),
                sum(SOCKETS, output) + sum(BAD_ANSWERS, output));
    }

    private static double percentile(String which, String output) {
        Matcher matcher = PERCENTILE.matcher(output);
        while (matcher.find()) {
            if (matcher.group(1).equals(which)) {
                return Double.parseDouble(matcher.group(2)) * millis(matcher.group(3));
            }
        }
        throw new LabException("wrk printed no " + which + "th percentile:\n" + output);
    }

    private static double millis(String unit) {
        return switch (unit) {
            case "us" -> 1e-3;
            case "ms" -> 1;
            case "s" -> 1e3;
            default -> 60e3;
        };
    }

    private static long sum(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        long sum = 0;
        if (matcher.find()) {
            for (int i = 1; i <= matcher.groupCount(); i++) {
                sum += Long.parseLong(matcher.group(i));
            }
        }
        return sum;
    }

    private static Matcher find(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new LabException("wrk printed nothing that matches /" + pattern + "/:\n" + output);
        }
        return matcher;
    }
}
