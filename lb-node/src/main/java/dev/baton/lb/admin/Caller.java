package dev.baton.lb.admin;

import static java.util.Objects.requireNonNull;

/**
 * Who asks.
 *
 * @param name for the log
 * @param right how much he may ask for
 * @param wayOut what gives others, or him, the right that he lacks
 */
record Caller(String name, Right right, String wayOut) {

    Caller {
        requireNonNull(name, "name is null");
        requireNonNull(right, "right is null");
        requireNonNull(wayOut, "wayOut is null");
    }
}
