package dev.baton.ha.jgroups;

import java.io.DataInput;
import java.io.IOException;
import org.jgroups.Address;
import org.jgroups.blocks.cs.Connection;
import org.jgroups.protocols.TCP_NIO2;

/** Connections, with a {@link Doorkeeper} before them. */
final class GuardedTcp extends TCP_NIO2 {

    private final Doorkeeper doorkeeper;

    GuardedTcp(Doorkeeper doorkeeper) {
        this.doorkeeper = doorkeeper;
    }

    @Override
    public void receive(Address sender, byte[] data, int offset, int length) {
        if (doorkeeper.admits(sender, data, offset, length)) {
            super.receive(sender, data, offset, length);
        }
    }

    /** The way by which messages come from connections of this kind. */
    @Override
    public void receive(Address sender, DataInput in, int length) throws IOException {
        byte[] data = new byte[length];
        in.readFully(data);
        receive(sender, data, 0, length);
    }

    @Override
    protected void handleSingleMessage(DataInput in, boolean multicast) {
        doorkeeper.handle(in, multicast, this);
    }

    @Override
    protected void handleMessageBatch(DataInput in, boolean multicast) {
        doorkeeper.handleBatch(in, multicast, this, this::processBatch);
    }

    @Override
    public void connectionClosed(Connection connection) {
        if (connection.peerAddress() == null) {
            doorkeeper.strangerHungUp();
        }
        super.connectionClosed(connection);
    }
}
