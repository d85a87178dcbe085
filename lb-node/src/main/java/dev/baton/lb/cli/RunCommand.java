package dev.baton.lb.cli;

import dev.baton.lb.service.ServiceManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = "Run a node in the foreground; logs go to standard error.",
        footer = {
            "",
            "SIGTERM leaves the cluster, finishes running requests and ends with 0.",
            "SIGHUP reads the configuration again, as \"baton reload\" does."
        })
final class RunCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The configuration.")
    private Path config;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "Which node of the configuration this is; found by its own addresses when left out.")
    private @Nullable String node;

    @Option(
            names = "--runtime-dir",
            paramLabel = "DIR",
            defaultValue = NodeOption.DEFAULT_RUNTIME_DIR,
            description = "Where the admin socket goes (default: ${DEFAULT-VALUE}).")
    private Path runtimeDir;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = "/var/lib/baton",
            description = "Where state that outlives the process goes (default: ${DEFAULT-VALUE}).")
    private Path stateDir;

    @Override
    public Integer call() {
        HangUp hangUp = HangUp.catchSignal();
        ConfigSource source = ConfigFile.source(config);
        Optional<ServiceManager> manager = serviceManager();
        NodeRuntime runtime =
                NodeRuntime.start(source, NodeIdentity.find(source.config().cluster(), node), runtimeDir, stateDir);
        hangUp.then(runtime::hangUp);
        manager.ifPresent(each -> {
            each.ready();
            each.keepAlive(runtime::pulse);
        });
        Termination.await(() -> {
            manager.ifPresent(ServiceManager::stopping);
            runtime.stop();
        });
        return ExitCode.OK;
    }

    private static Optional<ServiceManager> serviceManager() {
        try {
            return ServiceManager.find(System.getenv());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NO, e.getMessage() + "; started by hand, unset NOTIFY_SOCKET", e);
        }
    }
}
