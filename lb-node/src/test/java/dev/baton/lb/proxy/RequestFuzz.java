package dev.baton.lb.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What Jazzer calls with bytes of its choice: what a client sends, through the whole proxy over real connections. */
public final class RequestFuzz {

    private static final RequestRig RIG = rig();

    private RequestFuzz() {}

    private static RequestRig rig() {
        try {
            return new RequestRig();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        RIG.send(new String(data, StandardCharsets.ISO_8859_1), "Jazzer");
    }
}
