package dev.baton.lb.cli;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.IpText;
import dev.baton.floatingip.linux.LinuxFloatingIp;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "announce",
        description =
                "Tell the LAN once that floating IPs are here: gratuitous ARP request and reply, or unsolicited NA.",
        footer = {
            "",
            "Refuses to announce an address that no node has put on the interface. Needs CAP_NET_RAW.",
            "Exit code: 0 announced, 1 not.",
            "",
            "  baton ip announce 10.9.0.100 fd00:9::100 -i eth0",
            "  baton ip announce 10.9.0.100 -i eth0 --dry-run"
        })
final class IpAnnounceCommand implements Callable<Integer> {

    @Option(
            names = {"-i", "--interface"},
            required = true,
            paramLabel = "NAME",
            description = "The interface that has the addresses.")
    private String interfaceName;

    @Option(names = "--dry-run", description = "Say what would be announced, and send nothing.")
    private boolean dryRun;

    @Parameters(arity = "1..*", paramLabel = "ADDRESS", description = "IPv4 or IPv6 addresses.")
    private List<String> addresses;

    @Override
    public Integer call() throws FloatingIpException {
        List<IpPrefix> prefixes = addresses.stream().map(IpArguments::address).toList();
        try (LinuxFloatingIp floatingIp = LinuxFloatingIp.openWithoutSwitch()) {
            for (IpPrefix prefix : prefixes) {
                announce(floatingIp, new FloatingAddress(interfaceName, prefix));
            }
        }
        return ExitCode.OK;
    }

    private void announce(LinuxFloatingIp floatingIp, FloatingAddress address) throws FloatingIpException {
        if (!floatingIp.holds(address)) {
            throw new CommandFailure(
                    ExitCode.NO,
                    address + " is not announced: no node of this machine has put it there" + whatIsThere(address));
        }
        if (!dryRun) {
            floatingIp.announce(address);
        }
        Console.out(address + (dryRun ? " would be announced" : " announced"));
    }

    /** Somebody else's address he announces himself. */
    private static String whatIsThere(FloatingAddress address) {
        try {
            NetworkInterface there = NetworkInterface.getByName(address.interfaceName());
            if (there == null) {
                return "; there is no such interface";
            }
            String wanted = IpText.of(address.prefix().address());
            boolean has = there.inetAddresses().map(IpText::of).anyMatch(wanted::equals);
            return has ? "; it is there, but not Baton's" : "";
        } catch (SocketException _) {
            return "";
        }
    }
}
