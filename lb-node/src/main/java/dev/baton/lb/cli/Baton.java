package dev.baton.lb.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

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
        System.exit(Console.isWritten() ? exitCode : ExitCode.NO);
    }

    static int execute(String... args) {
        Baton baton = new Baton();
        CommandLine line = commandLine(baton, args);
        line.setExecutionExceptionHandler((failure, _, _) -> baton.report(failure));
        line.setParameterExceptionHandler((failure, _) -> misused(failure));
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
        line.setUsageHelpWidth(Paragraphs.helpWidth());
        HelpGroups.install(line);
        return line;
    }

    /** As picocli does it, but not beyond the edge of the terminal. */
    private static int misused(ParameterException failure) {
        PrintWriter err = failure.getCommandLine().getErr();
        new Paragraphs(Paragraphs.terminalWidth())
                .lines("", String.valueOf(failure.getMessage()))
                .forEach(err::println);
        if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
            failure.getCommandLine().usage(err);
        }
        return ExitCode.USAGE;
    }

    private int report(Exception failure) {
        String words = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        new Paragraphs(Paragraphs.terminalWidth()).text("baton: ", words).forEach(Console::err);
        if (verbose) {
            Console.trace(failure);
        }
        return failure instanceof CommandFailure known ? known.exitCode() : ExitCode.NO;
    }
}
