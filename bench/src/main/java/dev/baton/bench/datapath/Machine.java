package dev.baton.bench.datapath;

import dev.baton.lab.BatonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Collectors;

/** On what the figures were taken, in words. */
final class Machine {

    private Machine() {}

    static String describe() throws IOException {
        return "%s %s, %d cores, Java %s, %s. Baton's JVM flags: %s."
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        haproxy(),
                        flags());
    }

    private static String haproxy() throws IOException {
        Process version =
                new ProcessBuilder("haproxy", "-v").redirectErrorStream(true).start();
        String text = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("HAProxy").replaceFirst(" - .*", "");
    }

    /** Those that the launcher gives to {@code baton run}. */
    private static String flags() throws IOException {
        return Files.readAllLines(BatonNode.executable()).stream()
                .filter(line -> line.contains("-XX:") && line.contains("run)"))
                .map(line -> line.replaceFirst(".*flags='", "").replaceFirst("'.*", ""))
                .collect(Collectors.joining(" "));
    }
}
