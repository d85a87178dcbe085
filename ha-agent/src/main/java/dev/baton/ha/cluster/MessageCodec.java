package dev.baton.ha.cluster;

import dev.baton.ha.cluster.Envelope.Content;
import dev.baton.ha.cluster.Envelope.Heartbeat;
import dev.baton.ha.cluster.Envelope.Hello;
import dev.baton.ha.cluster.Envelope.Order;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Envelopes as bytes and back.
 *
 * <p>All integers are big-endian. A text is one byte of length and that many bytes of UTF-8.
 *
 * <pre>
 * envelope      version u8 = 1, kind u8, incarnation i64, sequence i64, presencePort u16, node text, content
 * 1 heartbeat   group text, incarnation i64, sequence i64, role u8 (INIT 0, BACKUP, MASTER, FAULT), term i64, basePriority u8, priority u8,
 *               successor text, synced u8, healthShare i16, configDigest i64, reasons: count u8, text each
 * 2 switchover  group text, target text, force u8
 * 3 hello       nothing
 * 4 refusal     group text, target text, why text
 * 5 piece       call i64, answer u8, number u16, last u8, length u16, that many bytes
 * </pre>
 */
public final class MessageCodec {

    /** No encoded envelope is longer, so that a heartbeat fits into one Ethernet frame with all headers around it. */
    public static final int MAX_BYTES = 1024;

    /** The longest name of a node or a group, in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 64;

    private static final int VERSION = 1;
    private static final int HEARTBEAT = 1;
    private static final int SWITCHOVER = 2;
    private static final int HELLO = 3;
    private static final int REFUSAL = 4;
    private static final int PIECE = 5;

    private static final int MAX_REASONS = 8;
    private static final int MAX_REASON_BYTES = 72;
    private static final int MAX_REFUSAL_BYTES = 256;

    private MessageCodec() {}

    /**
     * Reasons beyond the eighth, and the end of those longer than 72 bytes, are left out: they are for people.
     *
     * @throws IllegalArgumentException if a name is longer than {@link #MAX_NAME_BYTES}
     */
    public static byte[] encode(Envelope envelope) {
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
        out.put((byte) VERSION)
                .put((byte) kind(envelope.content()))
                .putLong(envelope.incarnation())
                .putLong(envelope.sequence())
                .putShort((short) envelope.presencePort());
        Text.putName(out, envelope.node());
        switch (envelope.content()) {
            case Heartbeat(Advertisement advertisement) -> put(out, advertisement);
            case Order(Command.Switchover order) -> {
                Text.putName(out, order.group());
                Text.putName(out, order.target());
                putFlag(out, order.force());
            }
            case Order(Command.Refusal refusal) -> {
                Text.putName(out, refusal.group());
                Text.putName(out, refusal.target());
                Text.putTruncated(out, refusal.why(), MAX_REFUSAL_BYTES);
            }
            case Order(Command.Piece piece) -> put(out, piece);
            case Hello() -> {}
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /** @throws MessageFormatException if the bytes are not exactly one envelope */
    public static Envelope decode(byte[] bytes) throws MessageFormatException {
        WireReader in = new WireReader(bytes);
        int version = in.u8();
        if (version != VERSION) {
            throw new MessageFormatException("version %d is not %d".formatted(version, VERSION));
        }
        int kind = in.u8();
        long incarnation = in.i64();
        long sequence = in.i64();
        int presencePort = in.u16();
        String node = in.name();
        Content content = switch (kind) {
            case HEARTBEAT -> new Heartbeat(advertisement(in, node));
            case SWITCHOVER -> new Order(new Command.Switchover(in.name(), in.name(), in.flag()));
            case REFUSAL -> new Order(new Command.Refusal(in.name(), in.name(), in.text(MAX_REFUSAL_BYTES)));
            case PIECE -> new Order(piece(in));
            case HELLO -> new Hello();
            default -> throw new MessageFormatException("kind %d is unknown".formatted(kind));
        };
        in.end();
        return new Envelope(node, incarnation, sequence, presencePort, content);
    }

    private static int kind(Content content) {
        return switch (content) {
            case Heartbeat _ -> HEARTBEAT;
            case Order(Command.Switchover _) -> SWITCHOVER;
            case Order(Command.Refusal _) -> REFUSAL;
            case Order(Command.Piece _) -> PIECE;
            case Hello _ -> HELLO;
        };
    }

    private static void put(ByteBuffer out, Command.Piece piece) {
        out.putLong(piece.call());
        putFlag(out, piece.answer());
        out.putShort((short) piece.number());
        putFlag(out, piece.last());
        out.putShort((short) piece.bytes().length).put(piece.bytes());
    }

    private static Command.Piece piece(WireReader in) throws MessageFormatException {
        return new Command.Piece(in.i64(), in.flag(), in.u16(), in.flag(), in.bytes(Command.Piece.MAX_BYTES));
    }

    private static void put(ByteBuffer out, Advertisement a) {
        Text.putName(out, a.group());
        out.putLong(a.incarnation())
                .putLong(a.sequence())
                .put((byte) code(a.role()))
                .putLong(a.term())
                .put((byte) a.basePriority())
                .put((byte) a.priority());
        Text.putName(out, a.successor());
        putFlag(out, a.synced());
        out.putShort((short) a.healthShare());
        out.putLong(a.configDigest());
        int count = Math.min(MAX_REASONS, a.reasons().size());
        out.put((byte) count);
        for (String reason : a.reasons().subList(0, count)) {
            Text.putTruncated(out, reason, MAX_REASON_BYTES);
        }
    }

    private static void putFlag(ByteBuffer out, boolean flag) {
        out.put((byte) (flag ? 1 : 0));
    }

    private static Advertisement advertisement(WireReader in, String node) throws MessageFormatException {
        String group = in.name();
        long incarnation = in.i64();
        long sequence = in.i64();
        Role role = role(in.u8());
        long term = in.i64();
        int basePriority = in.u8();
        int priority = in.u8();
        String successor = in.name();
        boolean synced = in.flag();
        int healthShare = healthShare((short) in.u16());
        long configDigest = in.i64();
        List<String> reasons = reasons(in);
        return new Advertisement(
                group,
                node,
                incarnation,
                sequence,
                role,
                term,
                basePriority,
                priority,
                successor,
                synced,
                healthShare,
                configDigest,
                reasons);
    }

    private static int healthShare(short perMille) throws MessageFormatException {
        if (perMille < Advertisement.UNKNOWN_HEALTH || perMille > 1000) {
            throw new MessageFormatException("health share %d is not in -1..1000".formatted(perMille));
        }
        return perMille;
    }

    private static int code(Role role) {
        return switch (role) {
            case INIT -> 0;
            case BACKUP -> 1;
            case MASTER -> 2;
            case FAULT -> 3;
        };
    }

    private static Role role(int code) throws MessageFormatException {
        return switch (code) {
            case 0 -> Role.INIT;
            case 1 -> Role.BACKUP;
            case 2 -> Role.MASTER;
            case 3 -> Role.FAULT;
            default -> throw new MessageFormatException("role %d is unknown".formatted(code));
        };
    }

    private static List<String> reasons(WireReader in) throws MessageFormatException {
        int count = in.u8();
        if (count > MAX_REASONS) {
            throw new MessageFormatException("%d reasons are more than %d".formatted(count, MAX_REASONS));
        }
        List<String> reasons = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            reasons.add(in.text(MAX_REASON_BYTES));
        }
        return reasons;
    }
}
