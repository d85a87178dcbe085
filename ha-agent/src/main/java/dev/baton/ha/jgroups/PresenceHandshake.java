package dev.baton.ha.jgroups;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.baton.ha.cluster.Envelope;
import dev.baton.ha.cluster.MessageAuthenticator;
import dev.baton.ha.cluster.MessageCodec;
import dev.baton.ha.cluster.MessageFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The first bytes on a presence connection, by which both sides prove that they know the secret now: each signs a fresh
 * random number of the other's together with its name and incarnation.
 *
 * <pre>
 * dialer    "BTP1", nonce[16]
 * acceptor  nonce[16], identity
 * dialer    identity
 * identity  length u16, envelope with a hello, tag[16]
 * </pre>
 */
final class PresenceHandshake {

    private static final byte[] MAGIC = "BTP1".getBytes(US_ASCII);
    private static final byte[] DIALER = "presence dialer".getBytes(US_ASCII);
    private static final byte[] ACCEPTOR = "presence acceptor".getBytes(US_ASCII);
    private static final int NONCE_BYTES = 16;

    /** For the whole of it: a caller who sends a byte now and then must not hold a thread for longer either. */
    private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final MessageAuthenticator authenticator;
    private final Envelope self;
    private final SecureRandom random = new SecureRandom();

    /** @param self this node's name, incarnation and presence port */
    PresenceHandshake(MessageAuthenticator authenticator, Envelope self) {
        this.authenticator = authenticator;
        this.self = self;
    }

    /** Returns who answered. */
    Envelope dial(Socket socket) throws IOException, MessageFormatException {
        TimedInput in = new TimedInput(socket, TIMEOUT_NANOS);
        byte[] nonce = nonce();
        socket.getOutputStream().write(concat(MAGIC, nonce));
        byte[] peerNonce = in.bytes(NONCE_BYTES);
        Envelope peer = readIdentity(in, ACCEPTOR, nonce, peerNonce);
        writeIdentity(socket.getOutputStream(), new byte[0], DIALER, nonce, peerNonce);
        socket.setSoTimeout(0);
        return peer;
    }

    /** Returns who called. */
    Envelope accept(Socket socket) throws IOException, MessageFormatException {
        TimedInput in = new TimedInput(socket, TIMEOUT_NANOS);
        if (!Arrays.equals(in.bytes(MAGIC.length), MAGIC)) {
            throw new MessageFormatException("not a presence connection");
        }
        byte[] peerNonce = in.bytes(NONCE_BYTES);
        byte[] nonce = nonce();
        writeIdentity(socket.getOutputStream(), nonce, ACCEPTOR, peerNonce, nonce);
        Envelope peer = readIdentity(in, DIALER, peerNonce, nonce);
        socket.setSoTimeout(0);
        return peer;
    }

    private void writeIdentity(OutputStream out, byte[] before, byte[] side, byte[] dialerNonce, byte[] acceptorNonce)
            throws IOException {
        byte[] identity = MessageCodec.encode(self);
        byte[] tag = authenticator.tag(side, dialerNonce, acceptorNonce, identity);
        ByteBuffer bytes = ByteBuffer.allocate(before.length + 2 + identity.length + tag.length);
        out.write(bytes.put(before)
                .putShort((short) identity.length)
                .put(identity)
                .put(tag)
                .array());
    }

    private Envelope readIdentity(TimedInput in, byte[] side, byte[] dialerNonce, byte[] acceptorNonce)
            throws IOException, MessageFormatException {
        int length = in.u16();
        if (length > MessageCodec.MAX_BYTES) {
            throw new MessageFormatException("an identity of %d bytes".formatted(length));
        }
        byte[] identity = in.bytes(length);
        byte[] tag = in.bytes(MessageAuthenticator.TAG_BYTES);
        if (!authenticator.verify(tag, side, dialerNonce, acceptorNonce, identity)) {
            throw new MessageFormatException("another secret or another cluster on a presence connection");
        }
        return MessageCodec.decode(identity);
    }

    private byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
