package dev.baton.lb.config;

import java.time.Duration;

/**
 * The line before servers that are full.
 *
 * @param length how many may wait
 * @param timeout how long each may wait
 */
public record QueueConfig(int length, Duration timeout) {

    public static final QueueConfig DEFAULT = new QueueConfig(1000, Duration.ofSeconds(5));

    static QueueConfig read(MappingReader in) {
        return new QueueConfig(
                in.optional("length", Scalars.integer(0, 1_000_000), DEFAULT.length()),
                in.optional("timeout", CheckReader.TIME, DEFAULT.timeout()));
    }
}
