package dev.baton.bench.datapath;

import dev.baton.lab.BatonNode;
import dev.baton.lab.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

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

    /** Those that the launcher gives to {@code baton run}, which come after those of the other commands. */
    private static String flags() throws IOException {
        return Files.readAllLines(BatonNode.executable()).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("flags='"))
                .map(line -> line.substring("flags='".length(), line.length() - 1))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new LabException("no flags found in " + BatonNode.executable()));
    }
}
