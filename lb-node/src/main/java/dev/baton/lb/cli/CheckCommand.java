package dev.baton.lb.cli;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.Caveats;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = "Say whether a configuration is valid, and if not everything that is wrong.",
        footer = {"", "Exit code: 0 valid, 2 not."})
final class CheckCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FILE", description = "The configuration.")
    private Path file;

    @Override
    public Integer call() {
        BatonConfig config = ConfigFile.read(file);
        Paragraphs paragraphs = new Paragraphs(Paragraphs.terminalWidth());
        String valid = file + ": valid; nodes " + config.cluster().nodes().size() + ", floating IPs "
                + config.floatingIps().size() + ", frontends "
                + config.frontends().size() + ", backends "
                + config.backends().size() + ", digest " + config.digest().substring(0, 12);
        paragraphs.lines("", valid).forEach(Console::out);
        Stream.concat(Caveats.of(config).stream(), AccessLogCheck.of(config).stream())
                .flatMap(caveat -> paragraphs.lines("warning: ", caveat).stream())
                .forEach(Console::out);
        return ExitCode.OK;
    }
}
