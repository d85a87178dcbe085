package dev.baton.lb.proxy.access;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** The standard output of the process, which is not ours to close. */
record StandardOutput(OutputStream stream) implements Destination {

    @Override
    public void write(ByteBuffer lines) throws IOException {
        stream.write(lines.array(), lines.arrayOffset() + lines.position(), lines.remaining());
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        stream.flush();
    }
}
