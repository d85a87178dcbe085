package dev.baton.lb.proxy.hello;

import dev.baton.lb.proxy.hello.Hello.Alien;
import dev.baton.lb.proxy.hello.Hello.Incomplete;
import org.jspecify.annotations.Nullable;

/** Finds the ClientHello at the beginning of a connection, in however many records it comes (RFC 8446, section 5.1). */
public final class ClientHello {

    /** More than this is no ClientHello that anybody sends: with post-quantum key shares they have some 2 KiB. */
    public static final int MAX_BYTES = 16 * 1024;

    /** Each record asks for another look from the first byte on, so there must not be thousands. */
    private static final int MAX_RECORDS = 64;

    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE_HEADER = 4;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;

    /** RFC 8446, section 5.1: a plaintext record has no more. */
    private static final int MAX_RECORD = 1 << 14;

    private final byte[] bytes;
    private final int length;
    private final byte[] message;
    private int gathered;

    private ClientHello(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
        this.message = new byte[length];
    }

    /**
     * Looks at what has come so far. Never throws, whatever the bytes are.
     *
     * @param bytes from the first one of the connection on
     * @param length how many of them are there; no more than the first {@link #MAX_BYTES} are looked at
     */
    public static Hello read(byte[] bytes, int length) {
        return new ClientHello(bytes, Math.min(length, MAX_BYTES)).read();
    }

    private Hello read() {
        int at = 0;
        for (int record = 0; record < MAX_RECORDS; record++) {
            Alien strange = header(at);
            if (strange != null) {
                return strange;
            }
            if (length - at < RECORD_HEADER) {
                return more(at + RECORD_HEADER);
            }
            int size = number(at + 3);
            int there = Math.min(size, length - at - RECORD_HEADER);
            System.arraycopy(bytes, at + RECORD_HEADER, message, gathered, there);
            gathered += there;
            Hello verdict = message(at, size);
            if (verdict != null) {
                return verdict;
            }
            at += RECORD_HEADER + size;
        }
        return new Alien("a ClientHello in more than " + MAX_RECORDS + " records");
    }

    /** What is wrong with as much of a record's header as is there. */
    private @Nullable Alien header(int at) {
        int there = length - at;
        if (there > 0 && bytes[at] != HANDSHAKE) {
            return new Alien(bytes[at] < 0 ? "a hello of SSL 2 or less, or no TLS" : "no TLS handshake");
        }
        // Clients write 3.1 or 3.3 here and mean nothing by it.
        if (there > 1 && bytes[at + 1] != 3) {
            return new Alien("no TLS record");
        }
        if (there >= RECORD_HEADER && (number(at + 3) == 0 || number(at + 3) > MAX_RECORD)) {
            return new Alien("a handshake record of " + number(at + 3) + " bytes");
        }
        return null;
    }

    /**
     * Looks at the message as far as it was gathered.
     *
     * @param at where the record begins of which the last bytes are
     * @param size how many bytes the record has, those to come included
     * @return null when the next record must tell
     */
    private @Nullable Hello message(int at, int size) {
        int recordEnd = at + RECORD_HEADER + size;
        if (gathered > 0 && message[0] != CLIENT_HELLO) {
            return new Alien("a handshake that does not begin with a ClientHello");
        }
        if (gathered < HANDSHAKE_HEADER) {
            return recordEnd > length ? more(length + Math.min(HANDSHAKE_HEADER - gathered, recordEnd - length)) : null;
        }
        int whole = HANDSHAKE_HEADER + new Octets(message, 1, HANDSHAKE_HEADER).number(3);
        if (whole > MAX_BYTES) {
            return new Alien("a ClientHello of " + whole + " bytes");
        }
        if (gathered >= whole) {
            return HelloBody.read(new Octets(message, HANDSHAKE_HEADER, whole));
        }
        return recordEnd > length ? more(Math.min(recordEnd, length + whole - gathered)) : null;
    }

    private Hello more(int atLeast) {
        return atLeast > MAX_BYTES
                ? new Alien("a ClientHello of more than " + MAX_BYTES + " bytes")
                : new Incomplete(atLeast);
    }

    private int number(int at) {
        return new Octets(bytes, at, at + 2).number(2);
    }
}
