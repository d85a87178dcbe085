package dev.baton.lb.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What Jazzer calls with bytes of its choice: what a server answers, through the whole proxy over real connections. */
public final class ResponseFuzz {

    private static final ResponseRig RIG = rig();

    private ResponseFuzz() {}

    private static ResponseRig rig() {
        try {
            return new ResponseRig();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        RIG.answer(new String(data, StandardCharsets.ISO_8859_1), "Jazzer");
    }
}
