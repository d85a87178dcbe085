package dev.baton.lb.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is handed over, and to whom. */
final class HandoverArguments {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "GROUP",
            defaultValue = "",
            description = "The floating IP group; may be left out where there is only one.")
    private String group;

    @Option(
            names = "--to",
            paramLabel = "NODE",
            defaultValue = "",
            description = "The node that shall be master; the best of the others when left out.")
    private String target;

    /** Empty for the only one. */
    String group() {
        return group;
    }

    /** Empty for the best of the others. */
    String target() {
        return target;
    }
}
