package dev.baton.bench.datapath;

import dev.baton.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long answers take at a rate that doesn't depend on them, as h2load found it. A client that asks as soon as it is
 * answered gives the faster proxy the higher load, and compares times under different conditions.
 *
 * @param p50Millis the median of the times to answer
 * @param p99Millis the 99th percentile
 */
public record FixedRate(double p50Millis, double p99Millis) {

    private static final int CLIENTS = 64;

    /** What both products can serve with ease, in all. */
    static final int HIGH = CLIENTS * 300;

    /** What leaves room for others on the same cores. */
    static final int LOW = CLIENTS * 60;

    /** Columns of h2load's log: start in µs, status, time to answer in µs. */
    private static final int STATUS = 1;

    private static final int MICROS = 2;

    /** @param perSecond {@link #HIGH} or {@link #LOW} */
    static FixedRate run(Rig rig, int port, int seconds, int perSecond) {
        Path log = rig.directory().resolve("h2load.log");
        try {
            Files.deleteIfExists(log);
            String said = rig.load(
                    Duration.ofSeconds(seconds + 30L),
                    List.of(
                            "h2load",
                            "--h1",
                            "-t1",
                            "-c" + CLIENTS,
                            "--rps=" + perSecond / CLIENTS,
                            "-D" + seconds,
                            "--log-file=" + log,
                            "http://127.0.0.1:" + port + "/"));
            List<String> lines = Files.readAllLines(log);
            if (lines.isEmpty()) {
                throw new LabException("no answer from port %d; h2load said:\n%s".formatted(port, said));
            }
            return parse(lines);
        } catch (IOException e) {
            throw new LabException("h2load wrote no " + log, e);
        }
    }

    /** @param log what h2load has written to its {@code --log-file} */
    public static FixedRate parse(List<String> log) {
        List<Long> micros = new ArrayList<>();
        for (String line : log) {
            List<String> columns = Arrays.asList(line.split("\t", -1));
            if (columns.size() != MICROS + 1 || !columns.get(STATUS).equals("200")) {
                throw new LabException("not a good answer in h2load's log: " + line);
            }
            micros.add(Long.parseLong(columns.get(MICROS)));
        }
        if (micros.isEmpty()) {
            throw new LabException("h2load's log is empty");
        }
        List<Long> sorted = micros.stream().sorted().toList();
        return new FixedRate(percentile(sorted, 50), percentile(sorted, 99));
    }

    private static double percentile(List<Long> sorted, int percent) {
        return sorted.get((sorted.size() - 1) * percent / 100) / 1e3;
    }
}
