package dev.baton.ha.jgroups;

import java.io.DataInput;
import org.jgroups.Address;
import org.jgroups.protocols.UDP;

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
        doorkeeper.handle(in, multicast, this);
    }

    @Override
    protected void handleMessageBatch(DataInput in, boolean multicast) {
        doorkeeper.handleBatch(in, multicast, this, this::processBatch);
    }
}
