package dev.baton.bench.datapath;

import dev.baton.lab.LabException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What h2load found with many requests at a time on few connections.
 *
 * @param requests answered well, in all
 * @param perSecond requests
 */
public record H2load(long requests, double perSecond) {

    private static final int CONNECTIONS = 10;
    private static final int STREAMS = 32;

    private static final Pattern RATE = Pattern.compile("finished in [^,]+, ([0-9.]+) req/s");
    private static final Pattern REQUESTS =
            Pattern.compile("(\\d+) succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");

    /** Runs it on one thread in the rig, in clear text. */
    static H2load run(Rig rig, int port, int seconds) {
        return parse(rig.load(
                Duration.ofSeconds(seconds + 30L),
                List.of(
                        "h2load",
                        "-t1",
                        "-c" + CONNECTIONS,
                        "-m" + STREAMS,
                        "-D" + seconds,
                        "http://127.0.0.1:" + port + "/")));
    }

    /** @param output what h2load has printed */
    public static H2load parse(String output) {
        Matcher rate = RATE.matcher(output);
        Matcher requests = REQUESTS.matcher(output);
        if (!rate.find() || !requests.find()) {
            throw new LabException("h2load printed no rate or no requests:\n" + output);
        }
        long bad = Long.parseLong(requests.group(2)) + Long.parseLong(requests.group(3));
        if (bad > 0) {
            throw new LabException("h2load: " + bad + " requests failed:\n" + output);
        }
        return new H2load(Long.parseLong(requests.group(1)), Double.parseDouble(rate.group(1)));
    }
}
