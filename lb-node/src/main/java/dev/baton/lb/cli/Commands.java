package dev.baton.lb.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the program can do, by the names of the commands. */
final class Commands {

    static final Map<String, Class<?>> ALL = all();

    /** These tell of all others. */
    private static final Set<String> GUIDES = Set.of("completion", "manual");

    private Commands() {}

    private static Map<String, Class<?>> all() {
        Map<String, Class<?>> all = new LinkedHashMap<>();
        all.put("init", InitCommand.class);
        all.put("run", RunCommand.class);
        all.put("check", CheckCommand.class);
        all.put("status", StatusCommand.class);
        all.put("events", EventsCommand.class);
        all.put("reload", ReloadCommand.class);
        all.put("switchover", SwitchoverCommand.class);
        all.put("drill", DrillCommand.class);
        all.put("maintenance", MaintenanceCommand.class);
        all.put("backends", BackendsCommand.class);
        all.put("servers", ServersCommand.class);
        all.put("certs", CertsCommand.class);
        all.put("drain", DrainCommand.class);
        all.put("ready", ReadyCommand.class);
        all.put("weight", WeightCommand.class);
        all.put("affinity", AffinityCommand.class);
        all.put("why", WhyCommand.class);
        all.put("ip", IpCommand.class);
        all.put("top", TopCommand.class);
        all.put("metrics", MetricsCommand.class);
        all.put("completion", CompletionCommand.class);
        all.put("manual", ManualCommand.class);
        all.put("version", VersionCommand.class);
        return all;
    }

    /**
     * The one that is called, if that is plain: to describe the others to the parser takes longer than most commands do.
     * All, if not.
     */
    static Map<String, Class<?>> neededFor(String[] args) {
        String name = args.length == 0 ? "" : args[0];
        Class<?> called = ALL.get(name);
        return called == null || GUIDES.contains(name) ? ALL : Map.of(name, called);
    }
}
