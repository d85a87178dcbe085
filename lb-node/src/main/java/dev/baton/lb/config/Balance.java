package dev.baton.lb.config;

/** How a server is chosen. */
public sealed interface Balance {

    /** Policies that look at the servers only. */
    enum ByServers implements Balance {
        /** In turn, by weight. */
        ROUND_ROBIN,
        /** The fewest connections for its weight. */
        LEAST_CONNECTIONS,
        /** The better of two drawn by weight. */
        RANDOM,
        /** The first in the order of the configuration. */
        FIRST
    }

    /**
     * Equal requests go to the same server.
     *
     * @param on what makes two requests equal
     * @param boundPercent how far above its fair share of connections a server may get before requests go elsewhere, in
     *     percent of that share; 0 is no bound
     */
    record ByHash(HashKey on, int boundPercent) implements Balance {}
}
