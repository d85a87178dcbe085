package dev.baton.lb.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backend at one moment: how its servers stand, and the groups made from that. Immutable, so that a request which
 * reads it once can't see half of a change.
 *
 * @param standings of all servers, in the order of the configuration
 * @param active the servers that may get traffic
 * @param backup those that get it when no other can
 */
record Snapshot(List<Standing> standings, Group active, Group backup) {

    @Nullable Server choose(long key, Collection<Server> tried) {
        Server server = active.choose(key, tried);
        return server == null ? backup.choose(key, tried) : server;
    }

    /** Whether clients that belong to the server may come back to it. */
    boolean keepsSessions(Server server) {
        return standings.get(server.index()).condition().keepsSessions();
    }

    /** Whether the server may be chosen for what is new. */
    boolean isEligible(Server server) {
        return standings.get(server.index()).isEligible();
    }

    void loadChanged(Server server) {
        (server.isBackup() ? backup : active).loadChanged(server);
    }

    void loadsChanged() {
        active.balancer().loadsChanged();
        backup.balancer().loadsChanged();
    }

    /** The standings with that of one server changed. */
    List<Standing> with(Server server, Standing standing) {
        List<Standing> changed = new ArrayList<>(standings);
        changed.set(server.index(), standing);
        return changed;
    }
}
