package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.proxy.ReferenceReader.Field;
import dev.baton.lb.proxy.ReferenceReader.Message;
import dev.baton.lb.proxy.loop.Transport;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The whole proxy between a client that sends anything and a server that keeps what it gets. What comes out must be what
 * a strict reader makes of what went in: the same messages from the first on, perhaps fewer, never others.
 */
final class RequestRig implements Closeable {

    private final Recorder recorder = new Recorder();
    private final Proxied proxied;

    RequestRig() throws IOException {
        proxied = Proxied.start(Mode.HTTP, Transport.detect(), Setup.IMPATIENT, recorder.server());
    }

    /**
     * Sends bytes, and then nothing more.
     *
     * @param how the bytes came about, for messages
     * @return how many requests reached the server
     */
    int send(String bytes, String how) throws IOException {
        String answer;
        try (Peer client = proxied.connect()) {
            answer = client.send(bytes).end().readUpToReset();
        }
        List<Recorder.Exchange> forwarded = recorder.take();
        String told = how + ", sent " + Escapes.write(bytes);
        requirePrefix(forwarded, ReferenceReader.requests(bytes).messages(), told);
        assertThat(answer).as(told).doesNotContain("HTTP/1.1 504", "HTTP/1.1 502");
        return forwarded.size();
    }

    static void requirePrefix(List<Recorder.Exchange> forwarded, List<Message> expected, String told) {
        assertThat(forwarded.size()).as(told).isLessThanOrEqualTo(expected.size());
        for (int i = 0; i < forwarded.size(); i++) {
            Message is = forwarded.get(i).message();
            Message was = expected.get(i);
            String compared =
                    told + ", forwarded " + Escapes.write(forwarded.get(i).bytes());
            assertThat(is.start()).as(compared).isEqualTo(originForm(was.start()));
            assertThat(is.body()).as(compared).isEqualTo(was.body());
            assertThat(was.trailers()).as(compared).containsAll(is.trailers());
            assertThat(is.fields().stream().filter(RequestRig::isPassedOn))
                    .as(compared)
                    .isSubsetOf(was.fields());
            if (!was.values("host").isEmpty()) {
                assertThat(is.values("host")).as(compared).isEqualTo(was.values("host"));
            }
        }
    }

    /** RFC 9112, 3.2.1: what a proxy sends to a server. */
    private static String originForm(String start) {
        String path = start.replaceFirst(" (?i:https?)://[^/]*", " ");
        return !path.endsWith(" ") ? path : path + (path.startsWith("OPTIONS") ? "*" : "/");
    }

    private static boolean isPassedOn(Field field) {
        return !List.of("content-length", "transfer-encoding", "connection", "te", "host")
                        .contains(field.name())
                && !field.name().startsWith("x-forwarded-");
    }

    @Override
    public void close() throws IOException {
        proxied.close();
        recorder.close();
    }
}
