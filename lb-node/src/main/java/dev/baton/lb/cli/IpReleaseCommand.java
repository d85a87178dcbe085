package dev.baton.lb.cli;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.HeldAddress;
import dev.baton.floatingip.linux.MarkedAddresses;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "release",
        description = "Take off the floating IPs of a configuration that a dead node has left on this machine.",
        footer = {
            "",
            "An address whose node still runs stays, and so does every address that is not Baton's.",
            "Prints what was taken off. Needs CAP_NET_ADMIN. For systemd:",
            "",
            "  ExecStopPost=/usr/bin/baton ip release --config /etc/baton/baton.yaml",
            "",
            "Exit code: 0, also when there was nothing to take off; 1 if something could not be."
        })
final class IpReleaseCommand implements Callable<Integer> {

    @Mixin
    private OutputOption output;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The configuration.")
    private Path config;

    @Option(names = "--dry-run", description = "Print what would be taken off, and change nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws FloatingIpException {
        Set<Place> configured = ConfigFile.read(config).floatingIps().stream()
                .filter(Drivers::isKernels)
                .flatMap(group -> Drivers.addresses(group).stream())
                .map(Place::of)
                .collect(Collectors.toSet());
        try (MarkedAddresses addresses = MarkedAddresses.open()) {
            List<HeldAddress> held = addresses.list().stream()
                    .filter(each -> configured.contains(Place.of(each.address())))
                    .toList();
            List<HeldAddress> leftovers = dryRun
                    ? held.stream().filter(each -> !each.alive()).toList()
                    : addresses.removeLeftovers(address -> configured.contains(Place.of(address)));
            if (leftovers.isEmpty() && !output.json()) {
                Console.out("nothing was left behind");
            } else {
                IpListCommand.print(leftovers, output);
            }
            held.stream().filter(HeldAddress::alive).forEach(IpReleaseCommand::sayThatItStays);
        }
        return ExitCode.OK;
    }

    private static void sayThatItStays(HeldAddress held) {
        Console.err("baton: " + held.address()
                + " stays: its node runs; baton maintenance on, or the end of the node, takes it off");
    }

    /** An address without its length, which differs between configuration and interface. */
    private record Place(String interfaceName, InetAddress ip) {

        static Place of(FloatingAddress address) {
            return new Place(address.interfaceName(), address.prefix().address());
        }
    }
}
