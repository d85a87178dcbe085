package dev.baton.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Lets Jazzer look for bytes that a class cannot bear. It runs as a program of its own, since its agent instruments the
 * JVM that it is in; Jazzer must be on the class path.
 *
 * @param target has a method {@code fuzzerTestOneInput(byte[])}, which throws what is a finding
 * @param instrumented packages whose coverage leads the search, as {@code dev.baton.lb.**}
 * @param runs inputs that are tried: a busy machine tries as many as an idle one
 * @param directory where seeds and findings go; must exist
 */
public record Fuzzer(Class<?> target, String instrumented, int runs, Path directory) {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");

    /**
     * What came of it.
     *
     * @param exit 0 when nothing was found
     * @param coverage places in the code that were reached
     * @param said all that Jazzer printed, the finding too
     */
    public record Outcome(int exit, long coverage, String said) {}

    /**
     * Searches until all has been tried or something is found.
     *
     * @param seeds good inputs to start from
     * @param longest input, in bytes
     */
    public Outcome search(List<byte[]> seeds, int longest) throws IOException, InterruptedException {
        Path corpus = Files.createDirectory(directory.resolve("corpus"));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed" + i), seeds.get(i));
        }
        Process jazzer = new ProcessBuilder(command(corpus, longest))
                .directory(directory.toFile()) // where it leaves what it found
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("jazzer.log").toFile())
                .start();
        if (!jazzer.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            jazzer.destroyForcibly();
            throw new LabException("Jazzer does not end: " + said());
        }
        String said = said();
        return new Outcome(jazzer.exitValue(), coverage(said), said);
    }

    private List<String> command(Path corpus, int longest) {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+EnableDynamicAgentLoading",
                "-Djdk.attach.allowAttachSelf=true",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=" + instrumented,
                "--custom_hook_includes=" + instrumented,
                // It takes the connections of a test for an attack.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
                "-runs=" + runs,
                "-max_len=" + longest,
                corpus.toString());
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("jazzer.log"), StandardCharsets.ISO_8859_1);
    }

    private static long coverage(String said) {
        return COVERAGE.matcher(said)
                .results()
                .mapToLong((MatchResult found) -> Long.parseLong(found.group(1)))
                .max()
                .orElse(0);
    }
}
