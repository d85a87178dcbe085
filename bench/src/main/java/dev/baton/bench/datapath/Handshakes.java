package dev.baton.bench.datapath;

import dev.baton.lab.LabException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What openssl s_time found: one connection after the other, with one request on each.
 *
 * @param count connections, all of the kind that was asked for
 * @param perSecond of real time
 */
record Handshakes(long count, double perSecond) {

    private static final Pattern SUMMARY = Pattern.compile("(\\d+) connections in \\d+ real seconds");

    /** How the two sides come to their keys. */
    enum Kind {
        FULL("TLS 1.3, a full handshake for each request", "-new", "*"),
        RESUMED("TLS 1.3, a resumed session for each request", "-reuse", "r");

        private final String title;
        private final String option;
        private final String mark;

        Kind(String title, String option, String mark) {
            this.title = title;
            this.option = option;
            this.mark = mark;
        }

        String title() {
            return title;
        }
    }

    static Handshakes run(Rig rig, int port, int seconds, Kind kind) {
        return parse(
                rig.load(
                        Duration.ofSeconds(seconds + 30L),
                        List.of(
                                "openssl",
                                "s_time",
                                "-connect",
                                "127.0.0.1:" + port,
                                kind.option,
                                "-www",
                                "/",
                                "-time",
                                String.valueOf(seconds))),
                seconds,
                kind);
    }

    /** @param output what s_time has printed */
    static Handshakes parse(String output, int seconds, Kind kind) {
        Matcher summary = SUMMARY.matcher(output);
        Matcher marks = Pattern.compile("(?m)^[*rt]+").matcher(output);
        if (!summary.find() || !marks.find()) {
            throw new LabException("openssl s_time printed no connections:\n" + output);
        }
        if (!marks.group().replace(kind.mark, "").isEmpty()) {
            throw new LabException("openssl s_time made connections that are not " + kind + ":\n" + marks.group());
        }
        long count = Long.parseLong(summary.group(1));
        return new Handshakes(count, (double) count / seconds);
    }
}
