package dev.baton.ha.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Takes a message apart and trusts no byte of it. */
final class WireReader {

    private final ByteBuffer in;

    WireReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    int u8() throws MessageFormatException {
        require(1);
        return in.get() & 0xFF;
    }

    int u16() throws MessageFormatException {
        require(2);
        return in.getShort() & 0xFFFF;
    }

    long i64() throws MessageFormatException {
        require(8);
        return in.getLong();
    }

    boolean flag() throws MessageFormatException {
        int value = u8();
        if (value > 1) {
            throw new MessageFormatException("flag %d is neither 0 nor 1".formatted(value));
        }
        return value == 1;
    }

    byte[] bytes(int most) throws MessageFormatException {
        int length = u16();
        if (length > most) {
            throw new MessageFormatException("%d bytes are more than %d".formatted(length, most));
        }
        require(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    String name() throws MessageFormatException {
        return text(MessageCodec.MAX_NAME_BYTES);
    }

    String text(int maxBytes) throws MessageFormatException {
        int length = u8();
        if (length > maxBytes) {
            throw new MessageFormatException("text of %d bytes is longer than %d".formatted(length, maxBytes));
        }
        require(length);
        ByteBuffer utf8 = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException _) {
            throw new MessageFormatException("text is not UTF-8");
        }
    }

    byte[] rest() {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    void end() throws MessageFormatException {
        if (in.hasRemaining()) {
            throw new MessageFormatException("%d bytes too many".formatted(in.remaining()));
        }
    }

    private void require(int bytes) throws MessageFormatException {
        if (in.remaining() < bytes) {
            throw new MessageFormatException("ends %d bytes early".formatted(bytes - in.remaining()));
        }
    }
}
