package dev.baton.lb.cli;

import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program. */
@Command(
        name = "baton",
        description = "A high-availability load balancer in one program.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 yes or healthy, 1 no, degraded or failed,",
            "            2 usage or configuration, 3 the node does not answer."
        })
public final class Baton {

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Print the stack trace of a failure.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    /** Runs the program and ends with its exit code. */
    public static void main(String[] args) {
        int exitCode = execute(args);
        Log.close();
        System.exit(exitCode);
    }

    static int execute(String... args) {
        Baton baton = new Baton();
        CommandLine line = commandLine(baton, args);
        line.setExecutionExceptionHandler((failure, _, _) -> baton.report(failure));
        if (args.length == 0) {
            line.usage(line.getErr());
            return ExitCode.USAGE;
        }
        return line.execute(Arrays.copyOf(args, args.length));
    }

    /** The program with all that it can do. */
    static CommandLine commandLine(Baton baton) {
        return withCommands(baton, Commands.ALL);
    }

    /** The program as far as these arguments need it. */
    private static CommandLine commandLine(Baton baton, String[] args) {
        return withCommands(baton, Commands.neededFor(args));
    }

    private static CommandLine withCommands(Baton baton, Map<String, Class<?>> commands) {
        CommandLine line = new CommandLine(baton);
        commands.values().forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        HelpGroups.install(line);
        return line;
    }

    private int report(Exception failure) {
        String words = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        Paragraphs paragraphs = new Paragraphs(Paragraphs.terminalWidth());
        String head = "baton: ";
        for (String line : words.lines().toList()) {
            paragraphs.lines(head, line).forEach(Console::err);
            head = "";
        }
        if (verbose) {
            Console.trace(failure);
        }
        return failure instanceof CommandFailure known ? known.exitCode() : ExitCode.NO;
    }
}
