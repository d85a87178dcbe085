package dev.baton.lb.cli;

import picocli.CommandLine.Command;

@Command(
        name = "affinity",
        description = "Show and change which server clients belong to.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AffinityListCommand.class,
            AffinityGetCommand.class,
            AffinitySetCommand.class,
            AffinityClearCommand.class
        })
final class AffinityCommand {}
