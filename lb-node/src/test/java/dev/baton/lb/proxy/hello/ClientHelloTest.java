package dev.baton.lb.proxy.hello;

import static dev.baton.lb.proxy.hello.Hellos.bytes;
import static dev.baton.lb.proxy.hello.Hellos.extension;
import static dev.baton.lb.proxy.hello.Hellos.fragmented;
import static dev.baton.lb.proxy.hello.Hellos.hello;
import static dev.baton.lb.proxy.hello.Hellos.join;
import static dev.baton.lb.proxy.hello.Hellos.message;
import static dev.baton.lb.proxy.hello.Hellos.named;
import static dev.baton.lb.proxy.hello.Hellos.offering;
import static dev.baton.lb.proxy.hello.Hellos.record;
import static dev.baton.lb.proxy.hello.Hellos.serverName;
import static dev.baton.lb.proxy.hello.Hellos.sized;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.proxy.hello.Hello.Alien;
import dev.baton.lb.proxy.hello.Hello.Incomplete;
import dev.baton.lb.proxy.hello.Hello.Named;
import dev.baton.lb.proxy.hello.Hello.Nameless;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {

    private static final int ROUNDS = Integer.getInteger("baton.fuzz.rounds", 2500) * 40;

    private static Hello read(byte[] bytes) {
        return ClientHello.read(bytes, bytes.length);
    }

    @Test
    void theNameIsFoundAmongGrease() {
        assertThat(read(named("Example.ORG"))).isEqualTo(new Named("example.org"));
        assertThat(read(named("example.org."))).isEqualTo(new Named("example.org"));
    }

    @Test
    void whatARealClientSendsIsRead() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("www.example.org", 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("www.example.org")));
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(1 << 15);
        engine.wrap(ByteBuffer.allocate(0), out);

        assertThat(ClientHello.read(out.array(), out.position())).isEqualTo(new Named("www.example.org", Ecdsa.ALWAYS));
    }

    /** RFC 8422, section 5.1: in TLS 1.2 suites and curves count as well. */
    @Test
    void whatAClientTakesDependsOnAllThatItOffers() {
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        byte[] both = bytes(0xc0, 0x2b, 0xc0, 0x2f);
        byte[] rsa = bytes(0xc0, 0x2f);
        byte[] signatures = extension(13, sized(2, bytes(4, 3, 8, 4)));
        byte[] curves = extension(10, sized(2, bytes(0, 29, 0, 23)));
        byte[] others = extension(10, sized(2, bytes(0, 29, 0, 24)));
        byte[] versions = extension(43, sized(1, bytes(3, 4, 3, 3)));

        assertThat(ecdsa(both, signatures)).isEqualTo(new Ecdsa(false, Set.of(suite)));
        assertThat(ecdsa(both, signatures, curves)).isEqualTo(new Ecdsa(false, Set.of(suite)));
        assertThat(ecdsa(both, curves)).isEqualTo(Ecdsa.NEVER);
        assertThat(ecdsa(both, signatures, others)).isEqualTo(Ecdsa.NEVER);
        assertThat(ecdsa(rsa, signatures, curves)).isEqualTo(Ecdsa.NEVER);
        assertThat(ecdsa(rsa, signatures, others, versions)).isEqualTo(Ecdsa.ALWAYS);
        assertThat(ecdsa(both, signatures).isTaken(List.of(suite))).isTrue();
        assertThat(ecdsa(both, signatures).isTaken(List.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")))
                .isFalse();
        assertThat(Ecdsa.ALWAYS.isTaken(List.of())).isTrue();
    }

    private static Ecdsa ecdsa(byte[] suites, byte[]... extensions) {
        return read(record(offering(suites, extensions))) instanceof Nameless(Ecdsa ecdsa) ? ecdsa : Ecdsa.NEVER;
    }

    @Test
    void aHelloWithoutNameIsOne() {
        byte[] old = join(bytes(3, 1), new byte[32], sized(1), sized(2, bytes(0, 47)), sized(1, bytes(0)));

        assertThat(read(hello(extension(43, bytes(2, 3, 4))))).isEqualTo(new Nameless());
        assertThat(read(hello())).isEqualTo(new Nameless());
        assertThat(read(record(join(bytes(1), sized(3, old)))))
                .as("without extensions")
                .isEqualTo(new Nameless());
    }

    /** Never sure too early, never asking for a byte too many, however the bytes are split. */
    @ParameterizedTest
    @ValueSource(ints = {1 << 14, 100, 7, 3})
    void everyBeginningAsksForMore(int recordSize) {
        byte[] whole = fragmented(message(extension(0x3a3a), serverName("a.example")), recordSize);

        for (int length = 0; length < whole.length; length++) {
            int there = length;
            assertThat(ClientHello.read(whole, length))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOfSatisfying(
                            Incomplete.class, more -> assertThat(more.atLeast()).isBetween(there + 1, whole.length));
        }
        assertThat(read(whole)).isEqualTo(new Named("a.example"));
    }

    @Test
    void whatFollowsTheHelloIsNotLookedAt() {
        assertThat(read(join(named("a.example"), bytes(23, 9, 9, 9)))).isEqualTo(new Named("a.example"));
    }

    static List<Map.Entry<String, byte[]>> aliens() {
        byte[] name = serverName("a.example");
        List<Map.Entry<String, byte[]>> all = new ArrayList<>();
        all.add(Map.entry("SSL 2", bytes(0x80, 0x2e, 1, 3, 1)));
        all.add(Map.entry("HTTP", "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)));
        all.add(Map.entry("SSH", "SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII)));
        all.add(Map.entry("alert", bytes(21, 3, 1, 0, 2, 2, 40)));
        all.add(Map.entry("major version", bytes(22, 2)));
        all.add(Map.entry("empty record", bytes(22, 3, 1, 0, 0)));
        all.add(Map.entry("long record", bytes(22, 3, 1, 0x40, 1)));
        all.add(Map.entry("server hello", record(bytes(2, 0, 0, 0))));
        all.add(Map.entry("long message", record(bytes(1, 0, 0x40, 0))));
        all.add(Map.entry("tiny records", fragmented(message(name, extension(21, new byte[200])), 2)));
        all.add(Map.entry("two names", hello(name, name)));
        all.add(Map.entry("list of two", hello(extension(0, sized(2, bytes(0, 0, 1, 'a', 0, 0, 1, 'b'))))));
        all.add(Map.entry("unknown type", hello(extension(0, sized(2, bytes(1, 0, 1, 'a'))))));
        all.add(Map.entry("empty name", hello(serverName(""))));
        all.add(Map.entry("a dot", hello(serverName("."))));
        all.add(Map.entry("NUL", hello(serverName("a\0.example"))));
        all.add(Map.entry("long name", hello(serverName("a".repeat(256)))));
        all.add(Map.entry("name past its list", hello(extension(0, sized(2, bytes(0, 0, 9, 'a'))))));
        all.add(Map.entry("extension past the end", hello(bytes(0, 43, 0, 9, 1))));
        all.add(Map.entry("more after the extensions", record(join(bytes(1), sized(3, new byte[90])))));
        return all;
    }

    @ParameterizedTest
    @MethodSource("aliens")
    void whatNoClientSendsIsAlien(Map.Entry<String, byte[]> alien) {
        assertThat(read(alien.getValue())).as(alien.getKey()).isInstanceOf(Alien.class);
    }

    @Test
    void bytesThatNobodyWouldSendAreBorne() {
        long seed = Long.getLong("baton.fuzz.seed", 8446);
        Random random = new Random(seed);
        int named = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = fragmented(message(serverName("a.example"), extension(0x4a4a)), 1 + random.nextInt(120));
            for (int i = random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
            Hello verdict = ClientHello.read(bytes, length);
            if (verdict instanceof Incomplete(int atLeast)) {
                assertThat(atLeast).as("seed %d, round %d", seed, round).isBetween(length + 1, ClientHello.MAX_BYTES);
            }
            named += verdict instanceof Named ? 1 : 0;
        }
        assertThat(named).as("seed %d", seed).isBetween(ROUNDS / 8, ROUNDS - 1);
    }
}
