package dev.baton.lb.cli;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Reads a configuration for a command; what is wrong with it ends the command. */
final class ConfigFile {

    private ConfigFile() {}

    static BatonConfig read(Path file) {
        try {
            return ConfigReader.read(file);
        } catch (ConfigException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    e.problems().size() == 1
                            ? e.problems().getFirst().toString()
                            : e.problems().size() + " problems\n"
                                    + e.problems().stream()
                                            .map(Object::toString)
                                            .collect(Collectors.joining("\n")),
                    e);
        }
    }
}
