package dev.baton.lb.cli;

import dev.baton.lb.admin.AffinityChange;
import dev.baton.lb.admin.AffinityRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "set",
        description = "Let a client belong to a server, whether it has been there or not.",
        footer = {"", "Example: baton affinity set app/a 192.0.2.7"})
final class AffinitySetCommand implements Callable<Integer> {

    @Mixin
    private ServerArgument server;

    @Parameters(index = "1", paramLabel = "VALUE", description = "What the client shows, as for get.")
    private String value;

    @Override
    public Integer call() {
        AffinityRequest of =
                new AffinityRequest(server.name().backend(), server.name().server(), value, null, 0);
        AffinityChange.Answer answer =
                server.client().post("/v1/affinity/change", new AffinityChange("set", of), AffinityChange.Answer.class);
        NotHeard.tell(answer.notHeard());
        Console.out("the client belongs to server " + server);
        return ExitCode.OK;
    }
}
