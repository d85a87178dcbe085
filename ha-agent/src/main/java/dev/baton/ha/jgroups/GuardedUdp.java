package dev.baton.ha.jgroups;

import java.io.DataInput;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.protocols.UDP;
import org.jgroups.util.MessageBatch;

/** Datagrams, with a {@link Doorkeeper} before them. */
final class GuardedUdp extends UDP {

    private final Doorkeeper doorkeeper;

    GuardedUdp(Doorkeeper doorkeeper) {
        this.doorkeeper = doorkeeper;
    }

    @Override
    public void receive(Address sender, byte[] data, int offset, int length) {
        if (doorkeeper.admits(sender, data, offset, length)) {
            super.receive(sender, data, offset, length);
        }
    }

    @Override
    protected void handleSingleMessage(DataInput in, boolean multicast) {
        Message message = doorkeeper.read(in);
        if (message != null && (multicast || !unicastDestMismatch(message.getDest()))) {
            msg_processing_policy.process(message, message.isFlagSet(Message.Flag.OOB));
            msg_stats.received(message);
        }
    }

    @Override
    protected void handleMessageBatch(DataInput in, boolean multicast) {
        MessageBatch[] batches = doorkeeper.readBatch(in, multicast);
        for (int oob = 1; oob >= 0; oob--) {
            if (batches[oob] != null) {
                msg_stats.received(batches[oob]);
                processBatch(batches[oob], oob == 1);
            }
        }
    }
}
