package dev.baton.lb.balance;

/** Chooses among a fixed list of candidates, known by their position. Safe for use by several threads at once. */
@FunctionalInterface
public interface Balancer {

    /** What is returned when there is nobody to choose. */
    int NOBODY = -1;

    /**
     * @return the position of the next candidate, or {@link #NOBODY} when there is none
     */
    int choose();
}
