package dev.baton.lb.cli;

import dev.baton.lb.admin.AffinityChange;
import dev.baton.lb.admin.AffinityRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "clear",
        description = "Forget which server clients belong to.",
        footer = {
            "",
            "Examples: baton affinity clear app 192.0.2.7",
            "          baton affinity clear app --server a     (all clients of a server)"
        })
final class AffinityClearCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Parameters(index = "0", paramLabel = "BACKEND", description = "Of this backend.")
    private String backend;

    @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "Only this client, as for get.")
    private @Nullable String value;

    @Option(names = "--key", paramLabel = "KEY", description = "Only the client that list shows with this key.")
    private @Nullable String key;

    @Option(names = "--server", paramLabel = "SERVER", description = "Only clients of this server.")
    private @Nullable String server;

    @Override
    public Integer call() {
        AffinityRequest of = new AffinityRequest(backend, server, value, key, 0);
        AffinityChange.Answer answer =
                node.client().post("/v1/affinity/change", new AffinityChange("clear", of), AffinityChange.Answer.class);
        NotHeard.tell(answer.notHeard());
        Console.out(
                answer.changed() == 1
                        ? "1 client belongs to no server any more"
                        : answer.changed() + " clients belong to no server any more");
        return ExitCode.OK;
    }
}
