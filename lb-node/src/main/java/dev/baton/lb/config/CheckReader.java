package dev.baton.lb.config;

import dev.baton.lb.config.CheckConfig.Http;
import dev.baton.lb.config.CheckConfig.Rhythm;
import dev.baton.lb.config.CheckConfig.Tcp;
import dev.baton.lb.config.CheckConfig.What;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code check}; each type has keys of its own. */
final class CheckReader {

    static final Scalar<Duration> TIME = Scalars.duration(Duration.ofMillis(10), Duration.ofHours(1));
    private static final Scalar<Integer> IN_A_ROW = Scalars.integer(1, 100);

    private static final Scalar<String> METHOD =
            Scalars.matching("[A-Z]{1,20}", "is not a method; write it in capitals, like GET");
    private static final Scalar<String> PATH = Scalars.matching(
            "/[\\x21-\\x7e]{0,1023}", "is not a path; begin with / and encode blanks and letters beyond ASCII");
    private static final Scalar<String> HOST = Scalars.matching(
            "[A-Za-z0-9._:\\[\\]-]{1,255}", "is not a host; write a name or an address, with or without :port");
    private static final Scalar<String> BODY = Scalars.matching("(?s).{1,1024}", "has not 1 to 1024 characters");

    private CheckReader() {}

    private enum Type {
        TCP,
        HTTP
    }

    static CheckConfig read(MappingReader in) {
        Type type = in.optional("type", Scalars.word(Type.class), Type.TCP);
        What what = switch (type) {
            case TCP -> new Tcp();
            case HTTP -> http(in);
        };
        Rhythm rhythm = rhythm(in);
        Optional<InetAddress> address = in.find("address", Scalars.of(Addresses::host));
        OptionalInt port = in.find("port", Scalars.PORT).stream()
                .mapToInt(Integer::intValue)
                .findFirst();
        Optional<SendProxy> sendProxy = in.find("send_proxy", BackendReader.SEND_PROXY);
        Optional<Boolean> tls = in.find("tls", Scalars.FLAG);
        if (in.broken("type")) {
            in.ignoreTheRest();
        }
        return new CheckConfig(what, rhythm, address, port, sendProxy, tls);
    }

    private static Http http(MappingReader in) {
        return new Http(
                in.optional("method", METHOD, "GET"),
                in.optional("path", PATH, "/"),
                in.find("host", HOST),
                in.optional("expect", Scalars.of(StatusSet::parse), StatusSet.parse("200-399")),
                in.find("body", BODY));
    }

    private static Rhythm rhythm(MappingReader in) {
        Duration interval = in.optional("interval", TIME, Rhythm.DEFAULT.interval());
        return new Rhythm(
                interval,
                in.optional("fast_interval", TIME, interval),
                in.optional("timeout", TIME, Rhythm.DEFAULT.timeout()),
                in.optional("rise", IN_A_ROW, Rhythm.DEFAULT.rise()),
                in.optional("fall", IN_A_ROW, Rhythm.DEFAULT.fall()));
    }
}
