package dev.baton.lb.proxy.http;

/** How far the next request head has got. */
sealed interface HeadStep {

    /** Without anything to say about it. */
    enum Plain implements HeadStep {
        /** No byte of it has come. */
        NONE,
        /** It has begun, and more must come. */
        INCOMPLETE,
        /** It is in the {@link Head}. */
        COMPLETE
    }

    /** It is not one to serve. */
    record Refused(Refusal refusal) implements HeadStep {}
}
