package dev.baton.lb.cli;

import dev.baton.lb.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration on the command line, written as in the configuration. */
final class DurationOption implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        Duration duration;
        try {
            duration = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
        if (duration.isZero()) {
            throw new TypeConversionException("\"" + text + "\" is no time at all; give 1ms at least");
        }
        return duration;
    }
}
