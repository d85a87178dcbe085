package dev.baton.ha.sim;

/** A promise that was not kept. An error, so that no agent that bears exceptions of its ports swallows it. */
final class Violation extends Error {

    private static final long serialVersionUID = 1L;

    Violation(String message) {
        super(message);
    }
}
