package dev.baton.ha.cluster;

import java.util.Arrays;
import java.util.Objects;

/** What one node asks of another. */
public sealed interface Command {

    /**
     * Asks the master of a group to hand it to another node.
     *
     * @param group the floating IP group
     * @param target the node that shall be master
     * @param force hand over even to a node that is not in sync
     */
    record Switchover(String group, String target, boolean force) implements Command {}

    /**
     * The answer to a {@link Switchover} that is not carried out; a granted one shows in the advertisements.
     *
     * @param group the floating IP group
     * @param target the node that was asked for
     * @param why in words for people; what is longer than 256 bytes is cut off
     */
    record Refusal(String group, String target, String why) implements Command {}

    /**
     * A piece of a question to a node, or of its answer: both may be longer than a message.
     *
     * @param call which question; a number of the asker's
     * @param answer whether it belongs to the answer
     * @param number from 0, in the order of the pieces
     * @param last whether it is the last one
     * @param bytes at most {@link #MAX_BYTES}
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by what is in it
    record Piece(long call, boolean answer, int number, boolean last, byte[] bytes) implements Command {

        /** The most that a piece can hold, so that it fits into a message. */
        public static final int MAX_BYTES = 768;

        public Piece {
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException("%d bytes are more than %d".formatted(bytes.length, MAX_BYTES));
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Piece(long otherCall, boolean otherAnswer, int otherNumber, boolean isLast, var its)
                    && call == otherCall
                    && answer == otherAnswer
                    && number == otherNumber
                    && last == isLast
                    && Arrays.equals(bytes, its);
        }

        @Override
        public int hashCode() {
            return Objects.hash(call, answer, number, last, Arrays.hashCode(bytes));
        }

        @Override
        public String toString() {
            return "piece " + number + " of " + (answer ? "the answer to " : "") + "question " + call;
        }
    }
}
