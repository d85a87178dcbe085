package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.lb.config.ClientConfig;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.proxy.loop.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever waits in the kernel is let in at the next turn of the loop, and not one of them a turn. */
class AcceptingTest {

    private static final int CLIENTS = 20;

    @ParameterizedTest
    @EnumSource
    void allWhoWaitAreLetInInOneTurn(Transport transport) throws Exception {
        assumeTrue(
                transport == Transport.NIO || Transport.detect() == transport,
                "needs Linux and Netty's native library");
        Workers workers = new Workers(1, transport, (_, _, _, _, _) -> {});
        List<Socket> clients = new ArrayList<>();
        try {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            Listening listening = new Frontends(workers, transport)
                    .listen(new FrontendConfig("web", any, Mode.TCP, "app", ClientConfig.DEFAULT));
            Turn turn = new Turn();
            listening.channel().pipeline().addFirst(turn);
            InetSocketAddress bound = (InetSocketAddress) listening.channel().localAddress();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Socket(bound.getAddress(), bound.getPort()));
            }
            listening.channel().config().setAutoRead(true);
            assertThat(turn.letIn.get(10, TimeUnit.SECONDS)).isEqualTo(CLIENTS);
            listening.close();
        } finally {
            for (Socket client : clients) {
                client.close();
            }
            workers.stop();
        }
    }

    /** Counts who comes until the first of them has made the loop go on with something else. */
    private static final class Turn extends ChannelInboundHandlerAdapter {

        final CompletableFuture<Integer> letIn = new CompletableFuture<>();
        private int count;

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ((Channel) message).unsafe().closeForcibly();
            if (count++ == 0) {
                ctx.executor().execute(() -> letIn.complete(count));
            }
        }
    }
}
