package dev.baton.ha.jgroups;

import dev.baton.ha.cluster.InterconnectConfig;
import java.io.DataInput;
import java.util.function.BiConsumer;
import org.jgroups.Address;
import org.jgroups.EmptyMessage;
import org.jgroups.Message;
import org.jgroups.MessageFactory;
import org.jgroups.Version;
import org.jgroups.protocols.TP;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.Bits;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what arrives before JGroups does, so that what strangers send is counted and costs little. Who passes here is
 * not trusted yet: a source address can be forged.
 */
final class Doorkeeper {

    /** Version (2 bytes), flags (1), and of a message that comes alone its type (2). */
    private static final int HEADER_BYTES = 5;

    private static final int FLAGS_AT = 2;
    private static final int TYPE_AT = 3;
    private static final int LIST = 1;

    /** No message of JGroups' own protocols has these flags. */
    private static final short HEARTBEAT =
            JGroupsInterconnect.heartbeat(new EmptyMessage()).getFlags(false);

    private final InterconnectConfig config;
    private final Rejections rejections;

    Doorkeeper(InterconnectConfig config, Rejections rejections) {
        this.config = config;
        this.rejections = rejections;
    }

    /** Whether the bytes may be a message of one of the nodes. */
    boolean admits(Address sender, byte[] data, int offset, int length) {
        String objection = objection(sender, data, offset, length);
        if (objection.isEmpty()) {
            return true;
        }
        rejections.reject(sender, objection);
        return false;
    }

    private String objection(Address sender, byte[] data, int offset, int length) {
        if (!(sender instanceof IpAddress ip) || !config.nodes().containsValue(ip.getIpAddress())) {
            return "no address of a node";
        }
        rejections.origins().reads(ip);
        if (length < HEADER_BYTES || !Version.isBinaryCompatible(Bits.readShort(data, offset))) {
            return "not a message between nodes";
        }
        boolean alone = (data[offset + FLAGS_AT] & LIST) == 0;
        boolean sealed = config.secret().isPresent();
        if (alone && sealed && Bits.readShort(data, offset + TYPE_AT) != Message.BYTES_MSG) {
            return "a message that is not sealed";
        }
        return "";
    }

    /** What JGroups would do with a message that comes alone, unless it is garbled. */
    void handle(DataInput in, boolean multicast, TP transport) {
        Message message = read(in);
        if (message != null && (multicast || !transport.unicastDestMismatch(message.getDest()))) {
            if (message.getFlags(false) == HEARTBEAT) {
                // By the thread that has read it: of those that handle all else none may be free in time.
                transport.passMessageUp(message, true, multicast, true);
            } else {
                transport.getMessageProcessingPolicy().process(message, message.isFlagSet(Message.Flag.OOB));
            }
            transport.getMessageStats().received(message);
        }
    }

    /** What JGroups would do with a batch, unless it is garbled: those first that may be handled in any order. */
    void handleBatch(DataInput in, boolean multicast, TP transport, BiConsumer<MessageBatch, Boolean> process) {
        MessageBatch[] batches = readBatch(in, multicast);
        for (int oob = 1; oob >= 0; oob--) {
            if (batches[oob] != null) {
                transport.getMessageStats().received(batches[oob]);
                process.accept(batches[oob], oob == 1);
            }
        }
    }

    private @Nullable Message read(DataInput in) {
        try {
            Message message = MessageFactory.create(in.readShort());
            message.readFrom(in);
            rejections.origins().holds(message.getSrc());
            return message;
        } catch (Exception | OutOfMemoryError e) {
            // What JGroups throws on what it cannot read is not specified; a forged length may ask for any memory.
            garbled(e);
            return null;
        }
    }

    /** The messages that may be handled in any order at index 1, the others at index 0; empty if they are garbled. */
    private @Nullable MessageBatch[] readBatch(DataInput in, boolean multicast) {
        try {
            MessageBatch[] batches = Util.readMessageBatch(in, multicast);
            for (MessageBatch batch : batches) {
                if (batch != null) {
                    rejections.origins().holds(batch.getSender());
                }
            }
            return batches;
        } catch (Exception | OutOfMemoryError e) {
            garbled(e);
            return new MessageBatch[2];
        }
    }

    /** A connection ended that never said whose it is. */
    void strangerHungUp() {
        rejections.reject("a connection to port " + ProtocolStacks.TRANSPORT_PORT, "not a node's");
    }

    private void garbled(Throwable e) {
        rejections.reject(rejections.origins().read(), "garbled: " + e);
    }
}
