package dev.baton.lb.affinity;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which server each client belongs to. Every method may be called by any thread. */
public interface Affinities {

    /** The name of the client's server, or null. Takes no lock and makes no garbage; counts as a use of the entry. */
    @Nullable String serverOf(AffinityKey key);

    /**
     * From now on the client belongs to the server, on every node. To be called with every use: it writes only when
     * something changes or a quarter of the time to live has passed.
     *
     * @param backend the name of the backend
     * @param server the name of the server
     * @param ttl how long the entry lives after its last use, give or take a quarter
     */
    void put(String backend, AffinityKey key, String server, Duration ttl);

    /**
     * Forgets a client, on every node.
     *
     * @return whether it was known
     */
    boolean remove(AffinityKey key);

    /** Shows what there is, in no order. What changes meanwhile may be missed or seen twice; nobody waits for it. */
    void forEach(Consumer<AffinityEntry> visitor);

    /** How many clients are known. */
    long size();

    /**
     * A number for what is known in each backend, by its name: nodes that know the same have the same. Forgotten
     * clients count for a while, because that they are forgotten is knowledge too.
     */
    Map<String, Long> digests();
}
