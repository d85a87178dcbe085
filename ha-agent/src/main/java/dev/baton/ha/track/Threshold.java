package dev.baton.ha.track;

import java.util.Optional;

/**
 * Turns single results into a verdict that doesn't flap: {@code fall} bad ones in a row end a good verdict,
 * {@code rise} good ones a bad one. The first result of all decides alone: there is no earlier verdict to protect, and
 * a node that has just started must not wait. For use by one thread.
 */
public final class Threshold {

    private final int rise;
    private final int fall;
    private Optional<Boolean> verdict = Optional.empty();
    private int streak;

    /**
     * @param rise good results in a row that make the verdict good, at least 1
     * @param fall bad results in a row that make it bad, at least 1
     */
    public Threshold(int rise, int fall) {
        if (rise < 1 || fall < 1) {
            throw new IllegalArgumentException("rise " + rise + " and fall " + fall + " must be at least 1");
        }
        this.rise = rise;
        this.fall = fall;
    }

    /** One that begins with a verdict, as if results had led to it. */
    public static Threshold from(boolean verdict, int rise, int fall) {
        Threshold threshold = new Threshold(rise, fall);
        threshold.verdict = Optional.of(verdict);
        return threshold;
    }

    /**
     * Takes one result in.
     *
     * @return whether the verdict flipped
     */
    public boolean observe(boolean good) {
        if (verdict.isPresent() && verdict.get() == good) {
            streak = 0;
            return false;
        }
        streak++;
        int needed = verdict.isEmpty() ? 1 : good ? rise : fall;
        if (streak < needed) {
            return false;
        }
        verdict = Optional.of(good);
        streak = 0;
        return true;
    }

    /** The present verdict; empty before the first result. */
    public Optional<Boolean> verdict() {
        return verdict;
    }

    /** Whether the last result spoke against the verdict. */
    public boolean isChanging() {
        return streak > 0;
    }
}
