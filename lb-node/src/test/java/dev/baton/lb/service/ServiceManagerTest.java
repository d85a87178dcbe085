package dev.baton.lb.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real unix datagram socket, as systemd would hold it. */
class ServiceManagerTest {

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private EventLoopGroup loop;
    private String socket;

    @BeforeEach
    void listen(@TempDir Path directory) {
        loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        socket = directory.resolve("notify").toString();
        bind(new DomainSocketAddress(socket));
    }

    private Channel bind(DomainSocketAddress address) {
        return new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
                        heard.add(packet.content().toString(StandardCharsets.US_ASCII));
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel();
    }

    @AfterEach
    void close() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void tellsOfReadinessAndTheEnd() throws Exception {
        try (ServiceManager manager = find(Map.of(ServiceManager.SOCKET, socket))) {
            manager.ready();
            manager.stopping();

            assertThat(next()).isEqualTo("READY=1");
            assertThat(next()).isEqualTo("STOPPING=1");
            assertThat(manager.watchdog()).isEmpty();
        }
    }

    @Test
    void anAbstractNameIsReachedToo() throws Exception {
        String name = "baton-test-" + ProcessHandle.current().pid();
        bind(new DomainSocketAddress("\0" + name));

        try (ServiceManager manager = find(Map.of(ServiceManager.SOCKET, "@" + name))) {
            manager.ready();

            assertThat(next()).isEqualTo("READY=1");
        }
    }

    @Test
    void aSignOfLifeFollowsEachPulse() throws Exception {
        Map<String, String> environment = Map.of(
                ServiceManager.SOCKET,
                socket,
                ServiceManager.WATCHDOG,
                "30000",
                ServiceManager.WATCHDOG_PID,
                String.valueOf(ProcessHandle.current().pid()));
        try (ServiceManager manager = find(environment)) {
            manager.keepAlive(() -> CompletableFuture.completedFuture(null));

            assertThat(manager.watchdog()).contains(Duration.ofMillis(30));
            assertThat(next()).isEqualTo("WATCHDOG=1");
            assertThat(next()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void aPulseThatStopsBringsNone() throws Exception {
        CompletableFuture<Void> stuck = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        try (ServiceManager manager = find(Map.of(ServiceManager.SOCKET, socket, ServiceManager.WATCHDOG, "30000"))) {
            manager.keepAlive(() -> {
                asked.complete(null);
                return stuck;
            });
            asked.get(5, TimeUnit.SECONDS);
            manager.stopping();

            assertThat(next()).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void aWatchdogForAnotherProcessIsNotOurs() throws Exception {
        Map<String, String> environment = Map.of(
                ServiceManager.SOCKET, socket, ServiceManager.WATCHDOG, "30000", ServiceManager.WATCHDOG_PID, "1");
        try (ServiceManager manager = find(environment)) {
            assertThat(manager.watchdog()).isEmpty();
        }
    }

    @Test
    void withoutAManagerThereIsNobodyToTell() throws Exception {
        assertThat(ServiceManager.find(Map.of())).isEmpty();
    }

    @Test
    void aSocketThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ServiceManager.find(Map.of(ServiceManager.SOCKET, socket + "-gone")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("NOTIFY_SOCKET " + socket + "-gone");
    }

    private static ServiceManager find(Map<String, String> environment) throws IOException {
        return ServiceManager.find(environment).orElseThrow();
    }

    private String next() throws InterruptedException {
        String message = heard.poll(5, TimeUnit.SECONDS);
        return message == null ? "nothing within 5 s" : message;
    }
}
