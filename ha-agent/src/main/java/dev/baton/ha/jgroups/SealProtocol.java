package dev.baton.ha.jgroups;

import dev.baton.ha.cluster.MessageFormatException;
import dev.baton.ha.cluster.MessageSeal;
import java.util.Objects;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jgroups.stack.Protocol;
import org.jgroups.util.ByteArray;
import org.jgroups.util.FastArray;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Seals every message whole, with the headers of all protocols above, right above the transport.
 *
 * <p>JGroups' SYM_ENCRYPT encrypts payloads only: a forged header with no payload, such as a leave request, passes it.
 */
final class SealProtocol extends Protocol {

    private final MessageSeal seal;
    private final Rejections rejections;

    SealProtocol(MessageSeal seal, Rejections rejections) {
        this.seal = seal;
        this.rejections = rejections;
    }

    @Override
    public Object down(Message msg) {
        if (msg.getSrc() == null) {
            msg.setSrc(local_addr);
        }
        ByteArray plain;
        try {
            plain = Util.messageToBuffer(msg);
        } catch (Exception e) {
            throw new IllegalArgumentException("cannot write " + msg, e);
        }
        Message outer = new BytesMessage(
                        msg.getDest(), seal.seal(plain.getArray(), plain.getOffset(), plain.getLength()))
                .setSrc(msg.getSrc())
                .setFlag(msg.getFlags(false), false)
                .setFlag(msg.getFlags(true), true);
        return down_prot.down(outer);
    }

    @Override
    public @Nullable Object up(Message msg) {
        Message inner = open(msg);
        return inner == null ? null : up_prot.up(inner);
    }

    @Override
    public void up(MessageBatch batch) {
        FastArray<Message>.FastIterator messages = (FastArray<Message>.FastIterator) batch.iterator();
        while (messages.hasNext()) {
            Message inner = open(messages.next());
            if (inner == null) {
                messages.remove();
            } else {
                messages.replace(inner);
            }
        }
        if (!batch.isEmpty()) {
            up_prot.up(batch);
        }
    }

    private @Nullable Message open(Message outer) {
        try {
            if (outer.getType() != Message.BYTES_MSG || !outer.hasArray()) {
                throw new MessageFormatException("a message that is not sealed");
            }
            byte[] plain = seal.open(outer.getArray(), outer.getOffset(), outer.getLength());
            Message inner = Util.messageFromBuffer(plain, 0, plain.length);
            if (!Objects.equals(inner.getSrc(), outer.getSrc()) || !Objects.equals(inner.getDest(), outer.getDest())) {
                throw new MessageFormatException("a sealed message with another address around it");
            }
            return inner;
        } catch (MessageFormatException e) {
            rejections.reject(outer.getSrc(), String.valueOf(e.getMessage()));
        } catch (Exception e) {
            // A peer with the secret, of another version: what JGroups throws on what it cannot read is not specified.
            rejections.reject(outer.getSrc(), "sealed, but unreadable: " + e);
        }
        return null;
    }
}
