package dev.baton.ha.jgroups;

import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;

/** What the channel calls. */
final class ChannelReceiver implements Receiver {

    private final Receptionist receptionist;
    private final Runnable onView;

    ChannelReceiver(Receptionist receptionist, Runnable onView) {
        this.receptionist = receptionist;
        this.onView = onView;
    }

    @Override
    public void receive(Message message) {
        receptionist.receive(message);
    }

    /** New members learn at once that this node is here, and where its process can be watched. */
    @Override
    public void viewAccepted(View view) {
        onView.run();
    }
}
