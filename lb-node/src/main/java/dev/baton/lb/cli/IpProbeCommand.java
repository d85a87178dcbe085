package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.IpText;
import dev.baton.floatingip.Prober;
import dev.baton.floatingip.linux.LinuxProber;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "probe",
        description =
                "Ask the LAN who has an address: by an ARP probe or a neighbour solicitation, which claim nothing.",
        footer = {
            "",
            "Does not tell whether this machine itself has it: see \"baton ip list\" and \"ip addr\".",
            "Exit code: 0 somebody answered, 1 nobody did.",
            "",
            "  baton ip probe 10.9.0.100 -i eth0",
            "  baton ip probe fd00:9::100 -i eth0 --within 200ms -o json"
        })
final class IpProbeCommand implements Callable<Integer> {

    @Mixin
    private OutputOption output;

    @Option(
            names = {"-i", "--interface"},
            required = true,
            paramLabel = "NAME",
            description = "Where to ask.")
    private String interfaceName;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationOption.class,
            description = "How long to wait for an answer (default: ${DEFAULT-VALUE}).")
    private Duration within;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "An IPv4 or IPv6 address.")
    private String address;

    @Override
    public Integer call() throws FloatingIpException {
        InetAddress ip = IpArguments.address(address).address();
        Prober.Result result = new LinuxProber().probe(interfaceName, ip, within);
        String mac = result instanceof Prober.Answered(var answering) ? answering.toString() : "";
        if (output.json()) {
            ObjectNode answer = JsonNodeFactory.instance
                    .objectNode()
                    .put("address", IpText.of(ip))
                    .put("interface", interfaceName)
                    .put("answered", !mac.isEmpty());
            Console.out((mac.isEmpty() ? answer : answer.put("mac", mac)).toString());
        } else {
            Console.out(new IpPrefix(ip, ip.getAddress().length * 8) + " on " + interfaceName + ": "
                    + (mac.isEmpty() ? "nobody answered within " + within.toMillis() + " ms" : "answered by " + mac));
        }
        return mac.isEmpty() ? ExitCode.NO : ExitCode.OK;
    }
}
