package dev.baton.lb.admin;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The places of one listener. Who comes always finds one while somebody else only sits there: whoever has been asking or
 * has left an answer unread the longest gives way. So neither idle clients nor slow ones keep others out. Of one event loop
 * alone.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
final class Seats {

    static final int MAX = 256;

    /** Of answers that clients have not read yet; metrics of a thousand servers have about 2 MiB. */
    static final long MAX_OWED_BYTES = 32L << 20;

    private final Set<Seat> taken = new LinkedHashSet<>();
    private long owedBytes;

    /** What a client is doing; the node works for those only whose request is whole. */
    private enum Stage {
        ASKING,
        SERVED,
        READING
    }

    /** The place of one client. */
    final class Seat {

        private final Channel channel;
        private Stage stage = Stage.ASKING;
        private long bytes;

        private Seat(Channel channel) {
            this.channel = channel;
        }

        /** Its request is whole. */
        void serve() {
            stage = Stage.SERVED;
        }

        /** Its answer is on the way. */
        void owe(long answerBytes) {
            stage = Stage.READING;
            bytes += answerBytes;
            owedBytes += answerBytes;
            while (owedBytes > MAX_OWED_BYTES && clear(seat -> seat != this && seat.stage == Stage.READING)) {
                // Until there is room.
            }
        }
    }

    /** @return null if all are taken by clients that the node works for */
    @Nullable Seat take(Channel channel) {
        if (taken.size() >= MAX && !clear(seat -> seat.stage != Stage.SERVED)) {
            return null;
        }
        Seat seat = new Seat(channel);
        taken.add(seat);
        return seat;
    }

    void leave(Seat seat) {
        if (taken.remove(seat)) {
            owedBytes -= seat.bytes;
        }
    }

    /** Sends the one away that has been there the longest of these. */
    private boolean clear(Predicate<Seat> which) {
        for (Seat seat : new ArrayList<>(taken)) {
            if (which.test(seat)) {
                leave(seat);
                seat.channel.close();
                return true;
            }
        }
        return false;
    }
}
