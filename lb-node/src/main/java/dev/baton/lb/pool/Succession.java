package dev.baton.lb.pool;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The place of one backend among those that follow one another as the configuration changes. Any thread may ask. */
final class Succession {

    /** Which of them all serves; shared by them, so that none keeps those between it and the last. */
    private final AtomicReference<@Nullable Backend> serving;

    private volatile @Nullable Backend before;

    /** @param before whose place it will take; null for nobody's */
    Succession(@Nullable Backend before, AtomicReference<@Nullable Backend> serving) {
        this.before = before;
        this.serving = serving;
    }

    /** The first of a succession, which serves. */
    static Succession founding() {
        return new Succession(null, new AtomicReference<>());
    }

    /** Of one that is to follow the one of this place. */
    Succession following(Backend from) {
        return new Succession(from, serving);
    }

    /** Serves from the beginning, if nobody does. */
    void begin(Backend first) {
        serving.compareAndSet(null, first);
    }

    /** Whose place it will take; null for nobody's, or when it has. */
    @Nullable Backend before() {
        return before;
    }

    Backend requireBefore() {
        return requireNonNull(before, "it succeeds nobody");
    }

    /** Who has taken this one's place; null while nobody has, and before this one has taken another's. */
    @Nullable Backend heir(Backend self) {
        Backend now = serving.get();
        return before != null || self.equals(now) ? null : now;
    }

    /** It serves from now on. */
    void succeed(Backend self) {
        serving.set(self);
        before = null;
    }
}
