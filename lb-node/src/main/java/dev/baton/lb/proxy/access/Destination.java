package dev.baton.lb.proxy.access;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where lines end up. For one thread. */
interface Destination {

    /** Writes all of it. */
    void write(ByteBuffer lines) throws IOException;

    void close() throws IOException;
}
