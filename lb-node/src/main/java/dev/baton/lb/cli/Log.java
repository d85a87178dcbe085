package dev.baton.lb.cli;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The log as a whole. It is written by a thread of its own, so that nobody waits for who reads it. */
final class Log {

    private static volatile boolean begun;

    private Log() {}

    /** Something has a logger, so there may be something to write. */
    static void begin() {
        begun = true;
    }

    /**
     * Writes what is still waiting, within a second, and ends. Needed before each end of the program. A log that nobody
     * has begun is not begun for this: that takes longer than many a command.
     */
    static void close() {
        if (begun && LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.stop();
        }
    }
}
