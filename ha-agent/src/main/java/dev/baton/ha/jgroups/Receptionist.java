package dev.baton.ha.jgroups;

import dev.baton.ha.cluster.Envelope;
import dev.baton.ha.cluster.Envelope.Heartbeat;
import dev.baton.ha.cluster.Envelope.Hello;
import dev.baton.ha.cluster.Envelope.Order;
import dev.baton.ha.cluster.Interconnect.Listener;
import dev.baton.ha.cluster.InterconnectConfig;
import dev.baton.ha.cluster.MessageAuthenticator;
import dev.baton.ha.cluster.MessageCodec;
import dev.baton.ha.cluster.MessageFormatException;
import dev.baton.ha.cluster.StateFrame;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jgroups.Message;

/** Lets authenticated, fresh messages of the cluster's nodes in, and nothing else. */
final class Receptionist {

    private static final long PROOF_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final InterconnectConfig config;
    private final MessageAuthenticator authenticator;
    private final long incarnation;
    private final Peers peers;
    private final Rejections rejections;
    private final Listener listener;
    private final Consumer<Envelope> heard;
    private final Map<String, Long> unprovenSince = new ConcurrentHashMap<>();

    Receptionist(
            InterconnectConfig config,
            MessageAuthenticator authenticator,
            long incarnation,
            Peers peers,
            Rejections rejections,
            Listener listener,
            Consumer<Envelope> heard) {
        this.config = config;
        this.authenticator = authenticator;
        this.incarnation = incarnation;
        this.peers = peers;
        this.rejections = rejections;
        this.listener = listener;
        this.heard = heard;
    }

    void receive(Message message) {
        if (message.getType() == Message.BYTES_MSG
                && message.hasArray()
                && message.getLength() > 0
                && StateFrame.isFrame(message.getArray()[message.getOffset()])) {
            receiveState(message);
            return;
        }
        Envelope envelope;
        try {
            envelope = open(message);
        } catch (MessageFormatException e) {
            rejections.reject(message.getSrc(), String.valueOf(e.getMessage()));
            return;
        }
        // Also of one that seems old: the node's clock may have been set back, and only a connection can tell.
        heard.accept(envelope);
        switch (peers.accept(envelope, message.getSrc())) {
            case FRESH -> pass(envelope);
            case COPY -> {
                // Two greetings close together may overtake each other; they say the same.
                if (!(envelope.content() instanceof Hello)) {
                    rejections.countCopy(message.getSrc());
                }
            }
            case UNPROVEN -> doubt(envelope, message.getSrc());
        }
    }

    private void receiveState(Message message) {
        try {
            if (message.getLength() > StateFrame.MAX_BYTES + MessageAuthenticator.TAG_BYTES) {
                throw new MessageFormatException("state of %d bytes".formatted(message.getLength()));
            }
            StateFrame frame = StateFrame.decode(authenticator.open(bytes(message)));
            requirePeer(frame.node(), frame.incarnation());
            switch (peers.accept(frame)) {
                case FRESH -> listener.onState(frame.node(), frame.state());
                case COPY -> rejections.countCopy(message.getSrc());
                // It proves itself within milliseconds, and the sender asks again.
                case UNPROVEN -> {}
            }
        } catch (MessageFormatException e) {
            rejections.reject(message.getSrc(), String.valueOf(e.getMessage()));
        }
    }

    private static byte[] bytes(Message message) {
        int offset = message.getOffset();
        return Arrays.copyOfRange(message.getArray(), offset, offset + message.getLength());
    }

    private void pass(Envelope envelope) {
        unprovenSince.remove(envelope.node());
        switch (envelope.content()) {
            case Heartbeat(var advertisement) -> listener.onAdvertisement(advertisement);
            case Order(var command) -> listener.onCommand(envelope.node(), command);
            case Hello() -> {}
        }
    }

    /** A node that has just started proves itself within milliseconds; one that does not may be a recording. */
    private void doubt(Envelope envelope, Object from) {
        long now = System.nanoTime();
        Long since = unprovenSince.putIfAbsent(envelope.node(), now);
        if (since != null && now - since > PROOF_PATIENCE_NANOS) {
            rejections.reject(
                    from,
                    "node \"%s\" does not prove that it lives: a recording, or its presence port %d/tcp cannot be reached"
                            .formatted(envelope.node(), envelope.presencePort()));
        }
    }

    private Envelope open(Message message) throws MessageFormatException {
        // Never getObject(): only bytes are ever sent here.
        if (message.getType() != Message.BYTES_MSG || !message.hasArray()) {
            throw new MessageFormatException("a message that is not bytes");
        }
        if (message.getLength() > MessageCodec.MAX_BYTES + MessageAuthenticator.TAG_BYTES) {
            throw new MessageFormatException("a message of %d bytes".formatted(message.getLength()));
        }
        Envelope envelope = MessageCodec.decode(authenticator.open(bytes(message)));
        requirePeer(envelope.node(), envelope.incarnation());
        return envelope;
    }

    private void requirePeer(String node, long itsIncarnation) throws MessageFormatException {
        if (!config.nodes().containsKey(node)) {
            throw new MessageFormatException("node \"%s\" is not in the configuration".formatted(node));
        }
        if (node.equals(config.node())) {
            throw new MessageFormatException(
                    itsIncarnation == incarnation
                            ? "this node's own message came back"
                            : "another process runs as node \"%s\": stop one of them".formatted(node));
        }
    }
}
