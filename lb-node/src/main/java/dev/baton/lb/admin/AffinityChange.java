package dev.baton.lb.admin;

/**
 * Changes what is known of clients.
 *
 * @param action {@code set} or {@code clear}
 * @param of whom it concerns
 */
public record AffinityChange(String action, AffinityRequest of) {

    /** As the log says it. */
    @Override
    public String toString() {
        return action + " clients of: " + of;
    }

    /**
     * How it went.
     *
     * @param changed how many clients it concerned
     */
    public record Answer(long changed) {}
}
