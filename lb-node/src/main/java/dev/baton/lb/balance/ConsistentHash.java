package dev.baton.lb.balance;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;

/**
 * Sends equal keys to the same candidate. The table knows all configured servers; a key whose server can't be chosen is
 * hashed once more, until one can. So the keys of a server that goes are spread over the others, all other keys stay,
 * and the server that returns finds its keys again.
 */
public final class ConsistentHash implements Balancer {

    /** After so many servers that can't be chosen the rest are few. */
    private static final int PROBES = 64;

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final Maglev table;
    private final Members members;
    private final Bound bound;
    private final Balancer otherwise;
    private final long weightsTogether;

    /**
     * Who of the table can be chosen.
     *
     * @param positions the candidate's position for each server of the table, or {@link Balancer#NOBODY}
     * @param shares for each candidate, how many percent of its keys it takes: not all in a {@link SlowStart}
     */
    @SuppressWarnings("ArrayRecordComponent") // compared and printed by nobody
    public record Members(int[] positions, int[] shares) {}

    /**
     * How many connections a candidate may have before its keys go elsewhere (Mirrokni, Thorup and Zadimoghaddam,
     * Consistent Hashing with Bounded Loads).
     *
     * @param factor percent of the candidate's fair share; 0 is no bound, otherwise at least 100
     * @param weights the candidates' weights
     * @param connections how many connections a candidate has
     * @param total how many they have together
     */
    @SuppressWarnings("ArrayRecordComponent") // compared and printed by nobody
    public record Bound(int factor, int[] weights, IntUnaryOperator connections, IntSupplier total) {}

    /**
     * @param otherwise chooses for requests without a key
     */
    public ConsistentHash(Maglev table, Members members, Bound bound, Balancer otherwise) {
        this.table = table;
        this.members = members;
        this.bound = bound;
        this.otherwise = otherwise;
        this.weightsTogether = Arrays.stream(bound.weights).asLongStream().sum();
    }

    @Override
    public int choose(long key, IntPredicate skip) {
        if (key == 0 || members.shares.length == 0) {
            return otherwise.choose(key, skip);
        }
        for (int probe = 0; probe < PROBES; probe++) {
            long hash = Xxh64.mix(key + probe * GOLDEN_RATIO);
            int owner = table.owner(hash);
            int position = owner == NOBODY ? NOBODY : members.positions[owner];
            if (position != NOBODY && takes(position, hash) && hasRoom(position) && !skip.test(position)) {
                return position;
            }
        }
        return fromHereOn((int) Long.remainderUnsigned(key, members.shares.length), skip);
    }

    private boolean takes(int position, long hash) {
        return members.shares[position] >= SlowStart.WHOLE
                || (hash >>> 40) % SlowStart.WHOLE < members.shares[position];
    }

    private boolean hasRoom(int position) {
        if (bound.factor == 0) {
            return true;
        }
        long fair = (bound.total.getAsInt() + 1L) * bound.weights[position] * bound.factor;
        return bound.connections.applyAsInt(position) * weightsTogether * 100 < fair;
    }

    private int fromHereOn(int start, IntPredicate skip) {
        for (int i = 0; i < members.shares.length; i++) {
            int position = (start + i) % members.shares.length;
            if (!skip.test(position)) {
                return position;
            }
        }
        return NOBODY;
    }
}
