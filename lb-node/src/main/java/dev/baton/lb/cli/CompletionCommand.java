package dev.baton.lb.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Print what makes a shell complete the commands and options of this program.",
        footer = {
            "",
            "Examples: baton completion bash > /usr/share/bash-completion/completions/baton",
            "          source <(baton completion zsh)"
        })
final class CompletionCommand implements Callable<Integer> {

    /** The shells that are known. */
    private enum Shell {
        bash,
        zsh
    }

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Override
    public Integer call() {
        String script = AutoComplete.bash("baton", spec.root().commandLine());
        Console.out(
                switch (shell) {
                    case bash -> script;
                    // zsh reads bash's completions once it is asked to.
                    case zsh ->
                        "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n" + script;
                });
        return ExitCode.OK;
    }
}
