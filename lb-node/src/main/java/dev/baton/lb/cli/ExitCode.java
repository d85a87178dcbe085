package dev.baton.lb.cli;

/** What the program's exit code says. */
final class ExitCode {

    /** Yes, healthy, done. */
    static final int OK = 0;
    /** No, degraded, refused, or it could not run. */
    static final int NO = 1;
    /** The command line or the configuration is wrong. */
    static final int USAGE = 2;
    /** The node does not answer. */
    static final int UNREACHABLE = 3;

    private ExitCode() {}
}
