package dev.baton.ha.sim;

/** A promise that was not kept. An error, so that no agent that bears exceptions of its ports swallows it. */
final class Violation extends Error {

    private static final long serialVersionUID = 1L;

    Violation(String message) {
        super(message);
    }

    /** The class that noticed. */
    String promise() {
        String caller = getStackTrace()[1].getClassName();
        return caller.substring(caller.lastIndexOf('.') + 1);
    }
}
