package dev.baton.lb.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

/** Writes a body's pieces, in chunks where the receiver expects them (RFC 9112, 7.1). */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
final class Chunks {

    /** Up to here copying a piece is cheaper than three buffers in one system call. */
    private static final int COPIED = 1024;

    /** A size in hex and two CRLFs. */
    private static final int OVERHEAD = 12;

    private static final ByteBuf CRLF = constant("\r\n");
    private static final ByteBuf LAST = constant("0\r\n\r\n");
    private static final byte[] LAST_LINE = Ascii.bytes("0\r\n");

    private Chunks() {}

    /** Writes and releases one piece, which must not be empty. */
    static void write(Channel to, ByteBuf piece, boolean chunked) {
        if (!chunked) {
            to.write(piece, to.voidPromise());
            return;
        }
        ByteBufAllocator alloc = to.alloc();
        int size = piece.readableBytes();
        if (size <= COPIED) {
            ByteBuf chunk = alloc.ioBuffer(size + OVERHEAD);
            size(chunk, size);
            chunk.writeBytes(piece).writeByte('\r').writeByte('\n');
            piece.release();
            to.write(chunk, to.voidPromise());
        } else {
            ByteBuf line = alloc.ioBuffer(OVERHEAD);
            size(line, size);
            to.write(line, to.voidPromise());
            to.write(piece, to.voidPromise());
            to.write(CRLF.duplicate(), to.voidPromise());
        }
    }

    /** Writes the end of a chunked body. */
    static void end(Channel to, byte[] trailers) {
        if (trailers.length == 0) {
            to.write(LAST.duplicate(), to.voidPromise());
            return;
        }
        ByteBuf end = to.alloc().ioBuffer(trailers.length + OVERHEAD);
        end.writeBytes(LAST_LINE).writeBytes(trailers).writeByte('\r').writeByte('\n');
        to.write(end, to.voidPromise());
    }

    private static void size(ByteBuf out, int size) {
        boolean started = false;
        for (int shift = 28; shift >= 0; shift -= 4) {
            int digit = size >>> shift & 0xf;
            started |= digit != 0;
            if (started) {
                out.writeByte(Character.forDigit(digit, 16));
            }
        }
        out.writeByte('\r').writeByte('\n');
    }

    private static ByteBuf constant(String text) {
        byte[] bytes = Ascii.bytes(text);
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }
}
