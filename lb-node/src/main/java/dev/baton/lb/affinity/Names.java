package dev.baton.lb.affinity;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Backends' and servers' names as small numbers, which mean something on this node only. Nothing is ever taken out. */
final class Names {

    /** So many fit into an entry; a configuration has a few hundred. */
    static final int MAX = 1 << 16;

    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private volatile String[] names = new String[0];
    private volatile long[] hashes = new long[0];

    /** The number of a name, or -1 when it is new and there are too many. */
    int id(String name) {
        Integer known = ids.get(name);
        return known != null ? known : add(name);
    }

    /** The name of a number from {@link #id}. */
    String name(int id) {
        return names[id];
    }

    /** The same on each node for the same name. */
    long hash(int id) {
        return hashes[id];
    }

    private synchronized int add(String name) {
        Integer known = ids.get(name);
        if (known != null) {
            return known;
        }
        int id = names.length;
        if (id == MAX) {
            return -1;
        }
        String[] longer = Arrays.copyOf(names, id + 1);
        long[] longerHashes = Arrays.copyOf(hashes, id + 1);
        longer[id] = name;
        longerHashes[id] = Mix.text(name);
        hashes = longerHashes;
        names = longer;
        ids.put(name, id);
        return id;
    }
}
