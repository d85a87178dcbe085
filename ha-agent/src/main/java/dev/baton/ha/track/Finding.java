package dev.baton.ha.track;

import static java.util.Objects.requireNonNull;

/**
 * What a tracker saw in one look.
 *
 * @param good whether all is well
 * @param why what is wrong, in words for people; not used when all is well
 */
public record Finding(boolean good, String why) {

    public static final Finding GOOD = new Finding(true, "");

    public Finding {
        requireNonNull(why, "why is null");
    }

    public static Finding bad(String why) {
        return new Finding(false, why);
    }
}
