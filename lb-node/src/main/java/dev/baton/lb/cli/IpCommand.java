package dev.baton.lb.cli;

import picocli.CommandLine.Command;

@Command(
        name = "ip",
        description = "Look at floating IPs and handle them by hand, without a node.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {IpListCommand.class, IpProbeCommand.class, IpAnnounceCommand.class, IpReleaseCommand.class},
        footer = {
            "",
            "  baton ip list                               what this machine holds",
            "  baton ip probe 10.9.0.100 -i eth0           who answers for it on the LAN",
            "  baton ip announce 10.9.0.100 -i eth0        tell the LAN that it is here",
            "  baton ip release --config FILE --dry-run    what a dead node has left behind"
        })
final class IpCommand {}
