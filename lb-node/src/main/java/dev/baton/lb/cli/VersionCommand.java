package dev.baton.lb.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Console.out("baton " + version() + " (Java " + Runtime.version() + ")");
        return ExitCode.OK;
    }

    static String version() {
        @Nullable String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
