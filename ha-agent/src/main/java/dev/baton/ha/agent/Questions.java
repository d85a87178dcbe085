package dev.baton.ha.agent;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Questions to the LAN that block, asked side by side: one yes is a yes, and only all noes are a no. */
final class Questions {

    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("baton-probe-", 1).factory();

    private Questions() {}

    /** @param verdict called once: as soon as one says yes, or when all have said no; at once if there is none */
    static void ask(List<BooleanSupplier> questions, Consumer<Boolean> verdict) {
        if (questions.isEmpty()) {
            verdict.accept(false);
            return;
        }
        AtomicInteger open = new AtomicInteger(questions.size());
        for (BooleanSupplier question : questions) {
            THREADS.newThread(() -> {
                        if (question.getAsBoolean()) {
                            // None of the others can bring it down to zero any more.
                            if (open.getAndSet(Integer.MIN_VALUE) > 0) {
                                verdict.accept(true);
                            }
                        } else if (open.decrementAndGet() == 0) {
                            verdict.accept(false);
                        }
                    })
                    .start();
        }
    }
}
