package dev.baton.lb.cli;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import java.nio.file.Path;

/**
 * A configuration and where it comes from.
 *
 * @param file the file
 * @param text what was in it when it was read
 * @param config what that means
 */
record ConfigSource(Path file, String text, BatonConfig config) {

    static ConfigSource read(Path file) throws ConfigException {
        return of(file, ConfigReader.text(file));
    }

    /** As if the file said this. */
    static ConfigSource of(Path file, String text) throws ConfigException {
        return new ConfigSource(file, text, ConfigReader.parse(file, text));
    }

    /** What the file says now. */
    ConfigSource again() throws ConfigException {
        return read(file);
    }
}
