package dev.baton.lb.health;

import dev.baton.ha.track.Threshold;

/** Judges one server by its checks, one after the other. For use by one thread. */
public final class Judge {

    private final int rise;
    private final int fall;
    private Threshold threshold;

    /**
     * @param rise good checks in a row that end a bad verdict, at least 1
     * @param fall bad checks in a row that end a good one, at least 1
     */
    public Judge(int rise, int fall) {
        this.rise = rise;
        this.fall = fall;
        this.threshold = new Threshold(rise, fall);
    }

    /**
     * Takes the result of one check in. The first of all decides alone.
     *
     * @return whether the verdict is another now
     */
    public boolean observe(boolean good) {
        return threshold.observe(good);
    }

    public Health verdict() {
        return threshold.verdict().map(good -> good ? Health.UP : Health.DOWN).orElse(Health.UNKNOWN);
    }

    /** Whether the server is up and the last check spoke for it: there is no hurry to ask again. */
    public boolean isSettled() {
        return verdict() == Health.UP && !threshold.isChanging();
    }

    /** Forgets everything but a verdict, which may be another's; after {@code UNKNOWN} the next check is the first. */
    public void begin(Health verdict) {
        threshold = switch (verdict) {
            case UNKNOWN -> new Threshold(rise, fall);
            case UP -> Threshold.from(true, rise, fall);
            case DOWN -> Threshold.from(false, rise, fall);
        };
    }
}
