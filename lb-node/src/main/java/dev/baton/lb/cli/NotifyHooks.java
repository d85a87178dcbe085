package dev.baton.lb.cli;

import dev.baton.ha.notify.HookRunner;
import dev.baton.ha.notify.Hooks;
import dev.baton.ha.status.RoleChange;
import dev.baton.lb.config.FloatingIpConfig;
import dev.baton.lb.config.NotifyConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The programs that are told of changes of role, by group. */
final class NotifyHooks implements AutoCloseable {

    private final Map<String, HookRunner> runners = new LinkedHashMap<>();

    private NotifyHooks() {}

    static NotifyHooks start(String node, List<FloatingIpConfig> groups) {
        NotifyHooks hooks = new NotifyHooks();
        for (FloatingIpConfig group : groups) {
            NotifyConfig notify = group.hooks();
            if (notify.onMaster().isPresent()
                    || notify.onBackup().isPresent()
                    || notify.onFault().isPresent()) {
                List<String> addresses =
                        group.addresses().stream().map(Object::toString).toList();
                hooks.runners.put(
                        group.name(),
                        HookRunner.start(
                                node,
                                group.name(),
                                addresses,
                                new Hooks(notify.onMaster(), notify.onBackup(), notify.onFault(), notify.timeout())));
            }
        }
        return hooks;
    }

    void onRole(RoleChange change) {
        HookRunner runner = runners.get(change.group());
        if (runner != null) {
            runner.tell(change);
        }
    }

    /** Waits for what runs, within the bounds of each. */
    @Override
    public void close() {
        runners.values().forEach(HookRunner::close);
    }
}
