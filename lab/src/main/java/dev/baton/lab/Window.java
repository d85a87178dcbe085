package dev.baton.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** Adds up the outcomes of one stretch of time. The outage is the largest gap between two successes in a row. */
final class Window {
    /** What is shorter may be the machine's own doing. */
    private static final long NOTABLE_NANOS = Duration.ofMillis(5).toNanos();

    /** The longest ones; a window with more of them is told apart by nobody. */
    private static final int MOST_GAPS = 50;

    private final int number;
    private final Map<String, Integer> failed = new TreeMap<>();
    private final Map<String, Integer> answeredBy = new TreeMap<>();
    private int requests;
    private int ok;
    private long[] tookNanos = new long[1024];
    private long lastSuccessNanos;
    private long gapNanos;
    private long gapStartNanos;
    private final PriorityQueue<long[]> gaps = new PriorityQueue<>(Comparator.comparingLong(gap -> gap[1]));

    /** A window begins where the last success of the one before it was, so that a gap across the mark is not lost. */
    Window(int number, long lastSuccessNanos) {
        this.number = number;
        this.lastSuccessNanos = lastSuccessNanos;
        this.gapStartNanos = lastSuccessNanos;
    }

    void add(Outcome outcome) {
        requests++;
        if (!outcome.ok()) {
            failed.merge(outcome.result(), 1, Integer::sum);
            return;
        }
        if (ok == tookNanos.length) {
            tookNanos = Arrays.copyOf(tookNanos, 2 * ok);
        }
        tookNanos[ok++] = outcome.endNanos() - outcome.startNanos();
        if (!outcome.server().isEmpty()) {
            answeredBy.merge(outcome.server(), 1, Integer::sum);
        }
        closeGap(outcome.endNanos());
        lastSuccessNanos = outcome.endNanos();
    }

    /**
     * Ends the window. A gap that is still open counts as long as it is now.
     *
     * @param latenessNanos by how much the client was late in it at most
     */
    WindowResult end(long nowNanos, Instant now, long latenessNanos) {
        closeGap(nowNanos);
        long[] sorted = Arrays.copyOf(tookNanos, ok);
        Arrays.sort(sorted);
        return new WindowResult(
                number,
                requests,
                ok,
                failed,
                gapNanos / 1e6,
                now.minusNanos(nowNanos - gapStartNanos).toString(),
                ok == 0 ? 0 : sorted[ok - 1] / 1e6,
                ok == 0 ? 0 : sorted[(ok - 1) * 99 / 100] / 1e6,
                latenessNanos / 1e6,
                answeredBy,
                gaps.stream()
                        .sorted(Comparator.comparingLong(gap -> gap[0]))
                        .map(gap -> new WindowResult.Gap(
                                now.minusNanos(nowNanos - gap[0]).toString(), gap[1] / 1e6))
                        .toList());
    }

    long lastSuccessNanos() {
        return lastSuccessNanos;
    }

    int number() {
        return number;
    }

    private void closeGap(long nowNanos) {
        if (nowNanos - lastSuccessNanos >= NOTABLE_NANOS) {
            gaps.add(new long[] {lastSuccessNanos, nowNanos - lastSuccessNanos});
            if (gaps.size() > MOST_GAPS) {
                gaps.remove();
            }
        }
        if (nowNanos - lastSuccessNanos > gapNanos) {
            gapNanos = nowNanos - lastSuccessNanos;
            gapStartNanos = lastSuccessNanos;
        }
    }
}
