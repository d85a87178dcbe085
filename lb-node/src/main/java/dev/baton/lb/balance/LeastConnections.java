package dev.baton.lb.balance;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * The candidate with the fewest connections for its weight, as HAProxy counts it: none is 0, c of them are
 * {@code (c + 1) / weight}. Equal ones take turns by weight, so that traffic which never overlaps is spread as well.
 */
public final class LeastConnections implements Balancer {

    /** A turn of a candidate with weight 1; divides by every weight with little rest. */
    private static final long TURN = 1L << 32;

    private final int[] weights;
    private final IntUnaryOperator connections;

    /** When each one's next turn is due, by a clock that runs with the choices (start-time fair queueing). */
    private final AtomicLongArray due;

    private final Tournament tournament;
    private volatile long now;

    /**
     * @param connections how many connections a candidate has; changes are told by {@link #loadChanged}
     * @param weights more than 0
     */
    public LeastConnections(IntUnaryOperator connections, int... weights) {
        this.weights = weights.clone();
        this.connections = connections;
        this.due = new AtomicLongArray(weights.length);
        this.tournament = new Tournament(weights.length, this::before);
    }

    @Override
    public int choose(long key, IntPredicate skip) {
        int best = tournament.best();
        int chosen = best == NOBODY || !skip.test(best) ? best : bestOfTheOthers(skip);
        if (chosen != NOBODY) {
            long start = Math.max(due.get(chosen), now);
            now = start;
            due.set(chosen, start + TURN / weights[chosen]);
            tournament.changed(chosen);
        }
        return chosen;
    }

    @Override
    public void loadChanged(int position) {
        tournament.changed(position);
    }

    @Override
    public void loadsChanged() {
        tournament.replay();
    }

    private int bestOfTheOthers(IntPredicate skip) {
        int best = NOBODY;
        for (int i = 0; i < weights.length; i++) {
            if (!skip.test(i) && (best == NOBODY || before(i, best))) {
                best = i;
            }
        }
        return best;
    }

    private boolean before(int one, int other) {
        int difference = Long.compare(load(one) * weights[other], load(other) * weights[one]);
        if (difference == 0) {
            difference = Long.compare(due.get(one), due.get(other));
        }
        return difference < 0 || (difference == 0 && one < other);
    }

    private long load(int position) {
        int count = connections.applyAsInt(position);
        return count == 0 ? 0 : count + 1L;
    }
}
