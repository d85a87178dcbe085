package dev.baton.lb.proxy.h2;

/**
 * What became of the last 64 streams that a client could have opened. The codec forgets a stream as soon as it is closed,
 * and then cannot tell a client that broke the rules from one whose frames crossed our word on their way.
 */
final class StreamMemory {

    private static final int SIZE = Long.SIZE;

    private int newest = -1;
    private long opened;
    private long reset;

    /** The client has opened a stream; all below that it has not opened are closed with that (RFC 9113, 5.1.1). */
    void opened(int id) {
        int by = (id - newest) / 2;
        opened = by < SIZE ? opened << by : 0;
        reset = by < SIZE ? reset << by : 0;
        opened |= 1;
        newest = id;
    }

    /** This end has reset a stream: the client may send on it until it hears of that. */
    void reset(int id) {
        if (isRemembered(id)) {
            reset |= bit(id);
        }
    }

    /** Whether it was passed over, and so can't be opened any more. */
    boolean isPassedOver(int id) {
        return isRemembered(id) && (opened & bit(id)) == 0;
    }

    /** Whether it was opened, and ended without a reset from here. */
    boolean isEnded(int id) {
        return isRemembered(id) && (opened & bit(id)) != 0 && (reset & bit(id)) == 0;
    }

    private boolean isRemembered(int id) {
        return id <= newest && (newest - id) / 2 < SIZE && id % 2 == 1;
    }

    private long bit(int id) {
        return 1L << ((newest - id) / 2);
    }
}
