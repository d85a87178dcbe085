package dev.baton.lb.cli;

/** The operator's terminal: answers on standard output, complaints on standard error. */
final class Console {

    private Console() {}

    @SuppressWarnings("SystemOut")
    static void out(String line) {
        System.out.println(line);
    }

    @SuppressWarnings("SystemOut")
    static void err(String line) {
        System.err.println(line);
    }

    /** Whether answers may carry colour: a terminal reads them and NO_COLOR does not forbid it. */
    static boolean colour() {
        String noColor = System.getenv("NO_COLOR");
        return (noColor == null || noColor.isEmpty()) && System.console() != null && System.console().isTerminal();
    }
}
