package dev.baton.floatingip.exec;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a user's program for one address: one after the other, in the background. What has been asked for and not
 * begun yet is replaced by what is asked for later, so that the last word always counts and nothing piles up.
 */
final class AddressProgram {

    /** What the program is called with. */
    enum Operation {
        BIND,
        RELEASE,
        ANNOUNCE
    }

    /** Runs the program once, to its end. */
    @FunctionalInterface
    interface Call {
        /** @return what went wrong, as a whole sentence; nothing if all is well */
        Optional<String> run(Operation operation);
    }

    private enum Wish {
        /** Before the first call, and after a release that failed. */
        UNKNOWN,
        BOUND,
        RELEASED
    }

    private final Call call;
    private final Executor background;
    private final Consumer<String> complaints;
    private Wish wish = Wish.UNKNOWN;
    private @Nullable Operation pending;
    private boolean announceWhenBound;
    private boolean working;
    private String failure = "";

    /**
     * @param background runs what takes long
     * @param complaints hears of failures that no later call of {@link #failure} tells
     */
    AddressProgram(Call call, Executor background, Consumer<String> complaints) {
        this.call = call;
        this.background = background;
        this.complaints = complaints;
    }

    synchronized void bind() {
        ask(Wish.BOUND, Operation.BIND);
    }

    /** @return whether it was bound, or was to be */
    synchronized boolean release() {
        Wish before = wish;
        if (before != Wish.RELEASED) {
            ask(Wish.RELEASED, Operation.RELEASE);
        }
        return before == Wish.BOUND;
    }

    synchronized void announce() {
        announceWhenBound = wish == Wish.BOUND;
        goOn();
    }

    /** Whether it is bound, or is about to be. */
    synchronized boolean isBound() {
        return wish == Wish.BOUND && failure.isEmpty();
    }

    /** Why the last bind has failed; empty if it has not, or not yet. */
    synchronized String failure() {
        return failure;
    }

    /** Returns when nothing is left to do, or when the time is over. */
    synchronized void awaitIdle(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        long left = atMost.toNanos();
        while (working && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
    }

    private synchronized void ask(Wish wanted, Operation operation) {
        wish = wanted;
        pending = operation;
        announceWhenBound = false;
        failure = "";
        goOn();
    }

    private synchronized void goOn() {
        if (!working) {
            working = true;
            background.execute(this::work);
        }
    }

    private void work() {
        for (Operation next = next(); next != null; next = next()) {
            Optional<String> wrong = call.run(next);
            if (wrong.isPresent()) {
                failed(next, wrong.get());
            }
        }
    }

    private synchronized @Nullable Operation next() {
        Operation next = pending;
        pending = null;
        if (next == null && announceWhenBound && failure.isEmpty()) {
            next = Operation.ANNOUNCE;
            announceWhenBound = false;
        }
        if (next == null) {
            working = false;
            notifyAll();
        }
        return next;
    }

    private void failed(Operation operation, String why) {
        synchronized (this) {
            boolean outdated = pending != null;
            if (operation == Operation.BIND && !outdated) {
                failure = why;
            } else if (operation == Operation.RELEASE && !outdated) {
                wish = Wish.UNKNOWN;
            }
        }
        complaints.accept(why);
    }
}
