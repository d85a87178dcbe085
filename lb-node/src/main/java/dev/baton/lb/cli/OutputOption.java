package dev.baton.lb.cli;

import picocli.CommandLine.Option;

/** How a reading command answers. */
final class OutputOption {

    /** The forms of an answer. */
    enum Form {
        /** For people. */
        table,
        /** For programs. */
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Form form;

    boolean json() {
        return form == Form.json;
    }
}
