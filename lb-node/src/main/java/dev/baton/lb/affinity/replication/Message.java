package dev.baton.lb.affinity.replication;

import java.util.Arrays;
import java.util.BitSet;

/** What nodes say to each other about their tables. */
sealed interface Message {

    /** Begin anew with me: I am not connected with you. */
    record Hello() implements Message {}

    /**
     * A part of a stream, to be acknowledged.
     *
     * @param stream grows when the sender begins anew
     * @param sequence from 0
     * @param batch changes, or a part of what was wanted; empty where {@code ends} speaks
     * @param ends the {@link Want} that is answered completely with this, or 0
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Part(long stream, long sequence, byte[] batch, long ends) implements Message {}

    /** All parts of a stream up to this one have been taken. */
    record Ack(long stream, long sequence) implements Message {}

    /**
     * What I know, in short.
     *
     * @param synced whether I know all that there is to know
     * @param first whether these are the first since we are connected: differences are mended at once
     * @param segments a number for each segment of the table
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Digests(boolean synced, boolean first, long[] segments) implements Message {

        @Override
        public String toString() {
            return "Digests[synced=%s, first=%s, %x]".formatted(synced, first, Arrays.hashCode(segments));
        }
    }

    /** Send me what you have in these segments. */
    record Want(long id, BitSet segments) implements Message {}

    /** What servers and operators are like; opaque here. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Facts(byte[] bytes) implements Message {}
}
