package dev.baton.lab.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.lab.BatonNode;
import dev.baton.lab.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The node before the servers, with leak detection at paranoid. */
final class SoakNode implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    /** As the program's own, with the stack traces that operators are spared. */
    private static final String LOGGING = """
            <configuration>
              <appender name="stderr" class="ch.qos.logback.core.ConsoleAppender">
                <target>System.err</target>
                <encoder><pattern>%d %-5level %message%n%ex{25}</pattern></encoder>
              </appender>
              <root level="WARN"><appender-ref ref="stderr"/></root>
              <logger name="dev.baton" level="INFO"/>
            </configuration>
            """;

    private final Path directory;
    private final Path log;
    private final Process process;

    /**
     * @param directory for its files
     * @param config the whole file
     */
    SoakNode(Path directory, String config) throws IOException {
        this.directory = directory;
        this.log = directory.resolve("baton.log");
        Path file = Files.writeString(directory.resolve("baton.yaml"), config);
        ProcessBuilder builder = new ProcessBuilder(
                command("run", "--config", file.toString(), "--node", "soak", "--state-dir", directory.toString()));
        Path logging = Files.writeString(directory.resolve("logback.xml"), LOGGING);
        builder.environment()
                .put(
                        "JAVA_TOOL_OPTIONS",
                        "-Dio.netty.leakDetection.level=paranoid -Dlogback.configurationFile=" + logging);
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(BatonNode.executable().toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--runtime-dir", directory.toString()));
        return command;
    }

    /** Runs a command of the operator's. */
    void operate(String... words) throws IOException, InterruptedException {
        run(command(words));
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!run.waitFor(30, TimeUnit.SECONDS) || run.exitValue() != 0) {
            throw new LabException(String.join(" ", command) + " failed: " + said);
        }
        return said;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What the heap holds that is not garbage: the histogram collects before it counts. */
    long heapKib() throws IOException, InterruptedException {
        String jcmd = System.getProperty("java.home") + "/bin/jcmd";
        String histogram = run(List.of(jcmd, String.valueOf(process.pid()), "GC.class_histogram"));
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new LabException("no total in " + histogram);
        }
        return Long.parseLong(total.group(1)) >> 10;
    }

    /** What Netty, or anybody, complained of. */
    List<String> complaints() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("LEAK") || line.contains(" ERROR ") || line.contains("xception"))
                .toList();
    }

    static Path accessLog(Path directory) {
        return directory.resolve("access.log");
    }

    /** Why the node answered visits in a server's place, by their ids; whole when it has ended. */
    Map<Long, String> reasons() throws IOException {
        Map<Long, String> reasons = new HashMap<>();
        try (Stream<String> lines = Files.lines(accessLog(directory), StandardCharsets.ISO_8859_1)) {
            for (String line : (Iterable<String>) lines.filter(each -> each.contains("\"reason\""))::iterator) {
                JsonNode entry = JSON.readTree(line);
                long id = entry.path("headers").path(Visitor.ID).asLong();
                reasons.put(id, entry.path("reason").asText());
            }
        }
        return reasons;
    }

    /** What stands behind the first complaint. */
    List<String> firstComplaint() throws IOException {
        return Files.readAllLines(log).stream()
                .dropWhile(line -> !line.contains("LEAK") && !line.contains(" ERROR ") && !line.contains("xception"))
                .limit(40)
                .toList();
    }

    List<String> lines() throws IOException {
        return Files.readAllLines(log);
    }

    /** Ends it as a service manager would; answers with its exit code. */
    int end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new LabException("the node does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
