package dev.baton.lb.cli;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The log as a whole. It is written by a thread of its own, so that nobody waits for who reads it. */
final class Log {

    private Log() {}

    /** Writes what is still waiting, within a second, and ends. Needed before each end of the program. */
    static void close() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.stop();
        }
    }
}
