package dev.baton.lb.cli;

import dev.baton.lb.admin.SwitchoverAnswer;
import dev.baton.lb.admin.SwitchoverRequest;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "switchover",
        description = "Hand a floating IP group to another node.",
        footer = {"", "Example: baton switchover --to lb2"})
final class SwitchoverCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Mixin
    private HandoverArguments handover;

    @Option(names = "--force", description = "Hand over even to a node whose session state is incomplete.")
    private boolean force;

    @Override
    public Integer call() {
        SwitchoverAnswer answer = node.client()
                .post(
                        "/v1/switchover",
                        new SwitchoverRequest(handover.group(), handover.target(), force),
                        SwitchoverAnswer.class);
        if (!answer.done()) {
            throw new CommandFailure(ExitCode.NO, "switchover refused: " + answer.message());
        }
        Console.say(String.format(Locale.ROOT, "%s (%.0f ms)", answer.message(), answer.durationMillis()));
        return ExitCode.OK;
    }
}
