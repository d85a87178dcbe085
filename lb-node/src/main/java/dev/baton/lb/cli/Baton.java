package dev.baton.lb.cli;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program. */
@Command(
        name = "baton",
        description = "A high-availability load balancer in one program.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            InitCommand.class,
            RunCommand.class,
            CheckCommand.class,
            StatusCommand.class,
            EventsCommand.class,
            ReloadCommand.class,
            SwitchoverCommand.class,
            DrillCommand.class,
            MaintenanceCommand.class,
            BackendsCommand.class,
            ServersCommand.class,
            CertsCommand.class,
            DrainCommand.class,
            ReadyCommand.class,
            WeightCommand.class,
            AffinityCommand.class,
            WhyCommand.class,
            IpCommand.class,
            TopCommand.class,
            MetricsCommand.class,
            CompletionCommand.class,
            ManualCommand.class,
            VersionCommand.class
        },
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
        CommandLine line = commandLine(baton);
        line.setExecutionExceptionHandler((failure, _, _) -> baton.report(failure));
        if (args.length == 0) {
            line.usage(line.getErr());
            return ExitCode.USAGE;
        }
        return line.execute(Arrays.copyOf(args, args.length));
    }

    static CommandLine commandLine(Baton baton) {
        CommandLine line = new CommandLine(baton);
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
