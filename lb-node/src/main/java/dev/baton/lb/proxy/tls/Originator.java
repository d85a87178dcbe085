package dev.baton.lb.proxy.tls;

import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.BackendConfig.ServerConfig;
import dev.baton.lb.config.ServerTls;
import dev.baton.lb.proxy.loop.Approach.Purpose;
import dev.baton.lb.proxy.loop.Encryption;
import dev.baton.lb.proxy.loop.HandshakeException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;

/** Begins TLS with servers, each as the configuration says. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
public final class Originator implements Encryption {

    /** The engines keep sessions by name and port. */
    private static final int OF_NO_PORT = -1;

    private final Engine engine;
    private volatile Map<ServerTls, Served> contexts = Map.of();

    /** What the servers of the configuration need. */
    private Set<ServerTls> last = Set.of();

    public Originator(Engine engine) {
        this.engine = engine;
    }

    /**
     * Makes ready what these servers need, beside what is there. One call at a time.
     *
     * @throws IOException if the engine can't use it; the message names backend, file and reason
     */
    public void prepare(List<BackendConfig> backends) throws IOException {
        Map<ServerTls, Served> more = new HashMap<>(contexts);
        for (BackendConfig backend : backends) {
            for (ServerConfig server : backend.servers()) {
                Optional<ServerTls> how = server.tls().map(ServerTls::nameless);
                if (how.isPresent() && !more.containsKey(how.get())) {
                    more.put(how.get(), OriginContexts.of(backend.name(), how.get(), engine));
                }
            }
        }
        contexts = Map.copyOf(more);
    }

    /** Forgets what neither these servers need nor those before them: some request may just be on its way to one. */
    public void keep(List<BackendConfig> backends) {
        Set<ServerTls> needed = backends.stream()
                .flatMap(backend -> backend.servers().stream())
                .flatMap(server -> server.tls().stream())
                .map(ServerTls::nameless)
                .collect(Collectors.toSet());
        Set<ServerTls> before = last;
        contexts = contexts.entrySet().stream()
                .filter(each -> needed.contains(each.getKey()) || before.contains(each.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        last = needed;
    }

    @Override
    public void begin(Channel connected, ServerTls how, Purpose purpose, Duration atMost, ChannelPromise ready) {
        Served context = contexts.get(how.nameless());
        if (context == null || !(connected.remoteAddress() instanceof InetSocketAddress server)) {
            String why = context == null ? "the configuration has no such server any more" : "it closed at once";
            ready.setFailure(new HandshakeException(why, false, new IOException(why)));
            connected.close();
            return;
        }
        String name = how.serverName().orElse(server.getAddress().getHostAddress());
        int port = purpose == Purpose.CHECK ? OF_NO_PORT : server.getPort();
        SslHandler handler = context.handler(connected.alloc(), name, port);
        how.serverName().ifPresent(asked -> ask(handler, asked));
        handler.setHandshakeTimeoutMillis(Math.max(1, atMost.toMillis()));
        connected.pipeline().addFirst(new OriginHandshake(ready, how.http2() ? handler : null));
        connected.pipeline().addFirst(handler);
        if (!connected.config().isAutoRead()) {
            connected.read();
        }
    }

    /** By itself no engine asks for a name without a dot. */
    private static void ask(SslHandler handler, String name) {
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setServerNames(Stream.of(name)
                .map(SNIHostName::new)
                .map(each -> (javax.net.ssl.SNIServerName) each)
                .toList());
        handler.engine().setSSLParameters(parameters);
    }
}
