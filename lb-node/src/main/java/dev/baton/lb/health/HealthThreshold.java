package dev.baton.lb.health;

/**
 * Turns single results into a verdict that doesn't flap: {@code fall} bad ones in a row make an up server down,
 * {@code rise} good ones a down server up. The first result of all decides alone: there is no earlier verdict to
 * protect, and a node that has just started must not wait. For use by one thread.
 */
public final class HealthThreshold {

    private final int rise;
    private final int fall;
    private Health health = Health.UNKNOWN;
    private int streak;

    /**
     * @param rise good results in a row that bring a server up, at least 1
     * @param fall bad results in a row that take it down, at least 1
     */
    public HealthThreshold(int rise, int fall) {
        if (rise < 1 || fall < 1) {
            throw new IllegalArgumentException("rise " + rise + " and fall " + fall + " must be at least 1");
        }
        this.rise = rise;
        this.fall = fall;
    }

    /**
     * Takes one result in.
     *
     * @return whether the verdict flipped
     */
    public boolean observe(boolean good) {
        Health seen = good ? Health.UP : Health.DOWN;
        if (seen == health) {
            streak = 0;
            return false;
        }
        streak++;
        int needed = switch (health) {
            case UNKNOWN -> 1;
            case UP -> fall;
            case DOWN -> rise;
        };
        if (streak < needed) {
            return false;
        }
        health = seen;
        streak = 0;
        return true;
    }

    /** The present verdict. */
    public Health health() {
        return health;
    }
}
