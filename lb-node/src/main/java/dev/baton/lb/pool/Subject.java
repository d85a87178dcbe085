package dev.baton.lb.pool;

import dev.baton.lb.config.HashKey;

/** What is to be sent to a server, as far as the choice of the server looks at it. */
@FunctionalInterface
public interface Subject {

    /** The hash of nothing. */
    long ABSENT = 0;

    /** The hash of one of its parts; {@link #ABSENT} when it has no such part. */
    long hash(HashKey part);
}
