package dev.baton.lb.cli;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Reads a configuration for a command; what is wrong with it ends the command. */
final class ConfigFile {

    private ConfigFile() {}

    static BatonConfig read(Path file) {
        return source(file).config();
    }

    static ConfigSource source(Path file) {
        try {
            return ConfigSource.read(file);
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
