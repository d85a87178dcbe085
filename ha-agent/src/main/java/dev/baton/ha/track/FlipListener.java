package dev.baton.ha.track;

/** Told when a tracker's verdict changes; a tracker counts as well until the first word. */
@FunctionalInterface
public interface FlipListener {

    /**
     * @param tracker the tracker's name
     * @param why what is wrong; empty when it is well again
     */
    void onFlip(String tracker, boolean healthy, String why);
}
