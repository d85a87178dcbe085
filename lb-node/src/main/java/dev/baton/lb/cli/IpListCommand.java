package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.HeldAddress;
import dev.baton.floatingip.linux.MarkedAddresses;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = "List the floating IPs that nodes of this machine have put on its interfaces.",
        footer = {
            "",
            "HOLDER is \"running\" while the process that bound the address runs, \"dead\" for a leftover.",
            "Exit code: 0, also when there is none."
        })
final class IpListCommand implements Callable<Integer> {

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() throws FloatingIpException {
        try (MarkedAddresses addresses = MarkedAddresses.open()) {
            print(addresses.list(), output);
        }
        return ExitCode.OK;
    }

    static void print(List<HeldAddress> held, OutputOption output) {
        if (output.json()) {
            Console.out(json(held).toString());
            return;
        }
        Columns table = new Columns("ADDRESS", "INTERFACE", "LEASE", "HOLDER");
        for (HeldAddress each : held) {
            table.row(
                    each.address().prefix().toString(),
                    each.address().interfaceName(),
                    each.lease().map(lease -> lease.toSeconds() + " s").orElse("none"),
                    each.alive() ? "running" : "dead");
        }
        table.lines(UnaryOperator.identity()).forEach(Console::out);
    }

    private static ArrayNode json(List<HeldAddress> held) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (HeldAddress each : held) {
            var one = all.addObject()
                    .put("address", each.address().prefix().toString())
                    .put("interface", each.address().interfaceName())
                    .put("alive", each.alive());
            // Left out where the address has no lease.
            each.lease().ifPresent(lease -> one.put("lease_s", lease.toSeconds()));
        }
        return all;
    }
}
