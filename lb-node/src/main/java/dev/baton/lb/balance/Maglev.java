package dev.baton.lb.balance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Which server a key belongs to, by name alone, so that every node with the same configuration says the same: a table
 * in which each server has slots by its weight (Eisenbud et al., Maglev, NSDI 2016, section 3.4). Immutable.
 *
 * <p>One look into a table, whatever the number of servers: rendezvous hashing looks at all of them, a ring of hashed
 * points searches many for each server. The price is that a server that leaves the configuration moves a few keys of
 * others, see docs/routing.md.
 */
public final class Maglev {

    /** Prime, as the algorithm wants; the paper's smaller size. */
    static final int SIZE = 65537;

    /** The most servers it is made for: a table with less than two slots a server would share out by luck. */
    public static final int MAX_SERVERS = SIZE / 2;

    private static final char FREE = Character.MAX_VALUE;

    private final char[] table = new char[SIZE];
    private final boolean empty;

    /**
     * @param names the servers' names, all different; at most {@link #MAX_SERVERS}
     * @param weights theirs; a server with weight 0 gets no slot
     */
    public Maglev(List<String> names, int... weights) {
        if (names.size() > MAX_SERVERS) {
            throw new IllegalArgumentException(
                    names.size() + " servers; at most " + MAX_SERVERS + " can be told apart");
        }
        int heaviest = Arrays.stream(weights).max().orElse(0);
        this.empty = heaviest == 0;
        Arrays.fill(table, FREE);
        if (!empty) {
            fill(names, weights, heaviest);
        }
    }

    /** The position of the server that a key belongs to; {@link Balancer#NOBODY} when no server has a weight. */
    public int owner(long key) {
        return empty ? Balancer.NOBODY : table[(int) Long.remainderUnsigned(key, SIZE)];
    }

    /** In turn each server takes the next free slot of its own order of preference; a lighter one passes some turns. */
    private void fill(List<String> names, int[] weights, int heaviest) {
        int[] next = new int[weights.length];
        int[] skip = new int[weights.length];
        int[] credit = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            byte[] name = names.get(i).getBytes(StandardCharsets.UTF_8);
            long hash = Xxh64.of(name, 0, name.length);
            next[i] = (int) Long.remainderUnsigned(hash, SIZE);
            skip[i] = 1 + (int) Long.remainderUnsigned(Xxh64.mix(hash), SIZE - 1);
        }
        int free = SIZE;
        for (int i = 0; free > 0; i = (i + 1) % weights.length) {
            credit[i] += weights[i];
            if (credit[i] >= heaviest) {
                credit[i] -= heaviest;
                next[i] = take((char) i, next[i], skip[i]);
                free--;
            }
        }
    }

    private int take(char server, int from, int skip) {
        int at = from;
        while (table[at] != FREE) {
            at = (at + skip) % SIZE;
        }
        table[at] = server;
        return (at + skip) % SIZE;
    }
}
