package dev.baton.lb.proxy;

import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import dev.baton.lb.pool.Wishes;
import dev.baton.lb.proxy.check.BackendChecks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A backend that serves, or is about to.
 *
 * @param config what it was made from
 * @param checks those of its servers
 * @param succeeds whether it is to take the place of another one
 */
record Pool(BackendConfig config, Backend backend, BackendChecks checks, boolean succeeds) {

    /** Takes the other one's place, if it succeeds one. */
    void takeOver(Wishes wishes) {
        if (succeeds) {
            Map<Server, Server> predecessors = new LinkedHashMap<>();
            for (Server server : backend.servers()) {
                Server old = backend.predecessor(server);
                if (old != null) {
                    predecessors.put(server, old);
                }
            }
            backend.takeOver(wishes);
            checks.takeOver(predecessors);
        } else {
            backend.follow(wishes);
        }
    }

    /** The servers of this one that another one does not have. */
    List<Server> without(Map<String, Pool> others) {
        Pool other = others.get(config.name());
        return backend.servers().stream()
                .filter(server -> other == null
                        || other.backend.servers().stream()
                                .noneMatch(each -> each.identity().equals(server.identity())))
                .toList();
    }
}
