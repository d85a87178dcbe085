package dev.baton.lb.proxy.http;

import dev.baton.lb.config.RuleConfig.PathRewrite;
import dev.baton.lb.pool.Addresses;
import dev.baton.lb.pool.Backend;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides what happens to each request of a frontend, by its rules. */
final class Reception {

    private final HttpWorker worker;
    private final Supplier<Site> sites;

    /** @param sites what the configuration says at the moment; asked once a request */
    Reception(HttpWorker worker, Supplier<Site> sites) {
        this.worker = worker;
        this.sites = sites;
    }

    /**
     * Sends the request that is in the worker's head on its way, or answers it.
     *
     * @return what goes on with a server, to be started; null when the request was answered here
     */
    @Nullable Exchange receive(Requester client) {
        Site site = sites.get();
        Client peer = client.peer();
        Head head = worker.head();
        boolean trusted = site.trusts(peer);
        RequestView request = worker.request().of(trusted ? site.clientBehind(peer, head) : peer);
        RequestIds ids = site.requestIds();
        if (ids != null) {
            ids.name(head, trusted, worker.requestId());
        }
        if (client.trail().isOn()) {
            RequestNotes.take(client.trail(), request, peer, ids == null ? null : worker.requestId());
        }
        if (head.contentLength > head.limits.body()) {
            client.refuse(Refusal.bodyTooLarge(head.limits), Methods.isHead(head));
            return null;
        }
        return switch (site.route(request)) {
            case Route.Forward forward ->
                forward(client, new Way(request, peer, client.security(), trusted, site, forward, worker.requestId()));
            case Route.Redirect redirect -> redirect(client, request, site, redirect);
            case Route.Respond respond -> {
                boolean bodiless = Methods.isHead(head);
                yield reply(
                        client,
                        head,
                        respond.status(),
                        (close, out) -> Replies.respond(respond, site.answerEdits(), close, bodiless, out));
            }
        };
    }

    private static @Nullable Exchange redirect(
            Requester client, RequestView request, Site site, Route.Redirect redirect) {
        if (redirect.to().namesHost() && !request.namesHost()) {
            return refuse(client, request.head(), "no host to redirect to");
        }
        return reply(
                client,
                request.head(),
                redirect.status(),
                (close, out) -> Replies.redirect(redirect, request, site.answerEdits(), close, out));
    }

    /** Changes of the fields of all responses, for those that no server gives. */
    FieldEdits answerEdits() {
        return sites.get().answerEdits();
    }

    private @Nullable Exchange forward(Requester client, Way way) {
        Head head = way.head();
        PathRewrite rewrite = way.route().rewrite();
        if (rewrite != null && PathRewriter.isLeft(rewrite, way.request())) {
            return refuse(client, head, "an escaped slash leads out of the path that is rewritten");
        }
        RequestTraits traits = RequestTraits.of(head, client.isRequestDone());
        ByteBuf out = client.channel().alloc().ioBuffer(head.length + 128);
        HeadWriter.request(
                way, out, head.host < 0 ? local(client) : client.peer().text(), traits.isUpgrade());
        Backend backend = way.route().backend();
        long key = backend.key(way.request());
        Bond bond = way.route().stickiness().bond(way.request());
        return new Exchange(worker, client, way.route(), key, bond, traits, out);
    }

    private static byte[] local(Requester client) {
        return client.channel().localAddress() instanceof InetSocketAddress local
                ? Ascii.bytes(Addresses.text(local))
                : client.peer().text();
    }

    private static @Nullable Exchange refuse(Requester client, Head head, String reason) {
        client.refuse(Refusal.bad(reason), Methods.isHead(head));
        return null;
    }

    /** Answers in a server's place. With a body of the request still to come, it is the last answer. */
    private static @Nullable Exchange reply(Requester client, Head head, int status, Reply reply) {
        boolean close = !client.isRequestDone() || !head.keepsAlive() || head.minor == 0 || client.isLeaving();
        ByteBuf out = client.channel().alloc().ioBuffer();
        reply.write(close, out);
        client.replied(out, status, close);
        return null;
    }

    /** Writes an answer. */
    @FunctionalInterface
    private interface Reply {
        void write(boolean close, ByteBuf out);
    }
}
