package dev.baton.lb.cli;

import dev.baton.lb.admin.MaintenanceRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "maintenance",
        description = "Let a node give up all its addresses and take none until it is switched off again.",
        footer = {"", "Survives a restart of the node. Example: baton maintenance on"})
final class MaintenanceCommand implements Callable<Integer> {

    /** What can be wished for. */
    enum Wish {
        /** Own nothing. */
        on,
        /** Take part again. */
        off
    }

    @Mixin
    private NodeOption node;

    @Parameters(index = "0", paramLabel = "on|off", description = "One of ${COMPLETION-CANDIDATES}.")
    private Wish wish;

    @Override
    public Integer call() {
        node.client().post("/v1/maintenance", new MaintenanceRequest(wish == Wish.on), MaintenanceRequest.class);
        Console.out(
                wish == Wish.on
                        ? "maintenance is on: this node gives its addresses up and takes none"
                        : "maintenance is off: this node takes part again");
        return ExitCode.OK;
    }
}
