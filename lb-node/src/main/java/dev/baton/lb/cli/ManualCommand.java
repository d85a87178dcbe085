package dev.baton.lb.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "manual",
        description = "Print the manual page; the packages have installed it for man(1).",
        footer = {"", "Example: baton manual | man -l -"})
final class ManualCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        new ManualPage(spec.root().commandLine()).lines().forEach(Console::out);
        return ExitCode.OK;
    }
}
