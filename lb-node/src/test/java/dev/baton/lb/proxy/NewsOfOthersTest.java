package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.lb.proxy.loop.Approach;
import dev.baton.lb.proxy.loop.Transport;
import dev.baton.lb.proxy.loop.Worker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new socket has the descriptor's number of one that was just closed, and must not get what came for that one. */
class NewsOfOthersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Throwable> failures = new ArrayList<>();
    private final List<Socket> clients = new ArrayList<>();
    private EventLoopGroup group;
    private Worker worker;

    @BeforeEach
    void start() {
        assumeTrue(Transport.detect() == Transport.EPOLL, "needs Linux and Netty's native library for it");
        group = new MultiThreadIoEventLoopGroup(1, Transport.EPOLL.handlers());
        worker = new Worker(group.next(), Transport.EPOLL, (_, _, _, _, _) -> {});
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        if (group != null) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void aConnectionThatIsBeingMadeIsNotRead() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket peers = new ServerSocket(0, 8, loopback);
                ServerSocket full = new ServerSocket(0, 1, loopback)) {
            fill(full);
            CompletableFuture<ChannelFuture> third = new CompletableFuture<>();
            Channel second = connect(peers, new ChannelInboundHandlerAdapter());
            Socket peerOfSecond = accept(peers);
            Channel first = connect(peers, new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                    ReferenceCountUtil.release(message);
                    second.close();
                    third.complete(worker.connect(
                            Approach.clear((InetSocketAddress) full.getLocalSocketAddress()),
                            PATIENCE,
                            new Failures()));
                }
            });
            Socket peerOfFirst = accept(peers);

            // Both become readable while the loop does something else, so they are in one batch, the first one first.
            CountDownLatch busy = new CountDownLatch(1);
            group.next().execute(() -> await(busy));
            peerOfFirst.getOutputStream().write(1);
            peerOfSecond.getOutputStream().write(1);
            busy.countDown();

            ChannelFuture connecting = third.get(10, TimeUnit.SECONDS);
            // Another turn of the loop: the batch is worked off.
            group.next().submit(() -> {}).get(10, TimeUnit.SECONDS);
            assertThat(failures).isEmpty();
            assertThat(connecting.isDone()).isFalse();
            assertThat(connecting.channel().isOpen()).isTrue();
            connecting.channel().close().await();
            first.close().await();
        }
    }

    /** A listener with a full queue does not answer, so a connection to it stays half made. */
    private void fill(ServerSocket full) throws Exception {
        for (int i = 0; i < 2; i++) {
            clients.add(new Socket(full.getInetAddress(), full.getLocalPort()));
        }
    }

    private Channel connect(ServerSocket to, ChannelInboundHandlerAdapter handler) throws Exception {
        ChannelFuture connecting =
                worker.connect(Approach.clear((InetSocketAddress) to.getLocalSocketAddress()), PATIENCE, handler);
        assertThat(connecting.await(10, TimeUnit.SECONDS)).isTrue();
        return connecting.channel();
    }

    private Socket accept(ServerSocket from) throws Exception {
        Socket accepted = from.accept();
        clients.add(accepted);
        return accepted;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class Failures extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failures.add(cause);
        }
    }
}
