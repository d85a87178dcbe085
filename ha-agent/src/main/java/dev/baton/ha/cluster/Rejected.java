package dev.baton.ha.cluster;

import static java.util.Objects.requireNonNull;

/**
 * What an interconnect did not let in: forged, garbled, foreign or replayed.
 *
 * @param total messages and connections since the start
 * @param copies of these what was heard before: some of that networks and a peer's restart make by themselves
 * @param lately those of the last minute or so; of copies, which a network may make by itself, a small part
 * @param last who sent the last of them and what was wrong with it, in words; empty while there was none
 */
public record Rejected(long total, long copies, long lately, String last) {

    public static final Rejected NOTHING = new Rejected(0, 0, 0, "");

    public Rejected {
        requireNonNull(last, "last is null");
    }

    /** Both together; of two last ones, that of the interconnect that is busier with it. */
    public Rejected plus(Rejected other) {
        boolean othersLast = last.isEmpty() || (other.lately > lately && !other.last.isEmpty());
        return new Rejected(
                total + other.total, copies + other.copies, lately + other.lately, othersLast ? other.last : last);
    }
}
