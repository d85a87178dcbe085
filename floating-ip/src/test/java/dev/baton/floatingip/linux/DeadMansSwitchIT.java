package dev.baton.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.InterfaceMonitor;
import dev.baton.floatingip.IpPrefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class DeadMansSwitchIT {

    private static final FloatingAddress IPV4 = new FloatingAddress("eth0", IpPrefix.parse("10.9.0.100/24"));
    private static final Logger log = LoggerFactory.getLogger("dev.baton.measured");

    private static final String IPV6 = "fd00:9::100/64";

    private final Heard heard = new Heard();
    private TestNetwork network;
    private LinuxFloatingIp observer;
    private InterfaceMonitor monitor;

    @BeforeEach
    void setUp() throws Exception {
        network = new TestNetwork();
        observer = network.atHolder(LinuxFloatingIp::openWithoutSwitch);
        monitor = observer.monitor();
        network.atHolder(() -> {
            monitor.start(heard);
            return true;
        });
    }

    @AfterEach
    void tearDown() {
        monitor.close();
        observer.close();
        network.close();
    }

    @Test
    void killingTheHolderFreesItsAddressesWithinMilliseconds() throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            millis.add(killed().toMillis());
        }
        log.info("kill -9 of the holder to both addresses gone, 20 times, ms: {}", millis);
        assertThat(millis).allMatch(each -> each < 100);
    }

    private Duration killed() throws Exception {
        Process holder = holder("30");
        long killed = System.nanoTime();
        holder.destroyForcibly();

        assertThat(heard.hears("removed 10.9.0.100/32 on eth0", 5_000)).isTrue();
        assertThat(heard.hears("removed fd00:9::100/128 on eth0", 5_000)).isTrue();
        Duration gone = Duration.ofNanos(System.nanoTime() - killed);
        assertThat(holder.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(network.ip("addr show dev eth0")).contains("10.9.0.1/24").doesNotContain("10.9.0.100");
        return gone;
    }

    @Test
    void aStoppedHolderWhoseSwitchIsDeadLosesThemByTheLease() throws Exception {
        Process holder = holder("2");
        ProcessHandle child = switchOf(holder);
        network.inHolder("kill -STOP " + holder.pid());
        child.destroyForcibly();
        long stopped = System.nanoTime();
        assertThat(heard.hears("removed 10.9.0.100/32 on eth0", 3_500)).isTrue();
        log.info("SIGSTOP without a switch, lease 2 s: gone after {} ms", millisSince(stopped));
        assertThat(millisSince(stopped)).isLessThan(2_500);
        network.inHolder("kill -CONT " + holder.pid());
        holder.getOutputStream().write('\n');
        holder.getOutputStream().flush();
        assertThat(holder.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("released on 10");
        assertThat(network.ip("addr show dev eth0")).doesNotContain("10.9.0.100");
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    @Test
    void withoutTheSwitchTheLeaseFreesThem() throws Exception {
        Process holder = holder("2");
        ProcessHandle child = switchOf(holder);
        child.destroyForcibly();
        child.onExit().get(5, TimeUnit.SECONDS);
        long killed = System.nanoTime();
        holder.destroyForcibly();

        assertThat(heard.hears("removed 10.9.0.100/32 on eth0", 3_500)).isTrue();
        assertThat(millisSince(killed)).isLessThan(2_500);
    }

    @Test
    void aStoppedHolderLosesItsAddressesAndDoesNotPutThemBack() throws Exception {
        Process holder = holder("2");
        network.inHolder("kill -STOP " + holder.pid());
        long stopped = System.nanoTime();
        assertThat(heard.hears("removed 10.9.0.100/32 on eth0", 3_500)).isTrue();
        assertThat(millisSince(stopped)).isLessThan(2_500);
        network.inHolder("kill -CONT " + holder.pid());
        holder.getOutputStream().write('\n');
        holder.getOutputStream().flush();
        assertThat(holder.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("released on 10");
        assertThat(network.ip("addr show dev eth0")).doesNotContain("10.9.0.100");
    }

    @Test
    void aSuccessorsAddressIsNotTouched() throws Exception {
        Process holder = holder("30");
        observer.bind(IPV4, Duration.ofSeconds(30));
        ProcessHandle child = switchOf(holder);
        holder.destroyForcibly();
        child.onExit().get(5, TimeUnit.SECONDS);

        assertThat(observer.holds(IPV4)).isTrue();
        assertThat(network.ip("addr show dev eth0")).contains("10.9.0.100/32").doesNotContain("fd00:9::100");
    }

    @Test
    void signalsToTheGroupDoNotEndTheSwitchBeforeTheNode() throws Exception {
        Process holder = holder("30");
        ProcessHandle child = switchOf(holder);
        for (String signal : List.of("INT", "HUP", "TERM")) {
            network.inHolder("kill -" + signal + " " + child.pid());
        }
        holder.getOutputStream().write('\n');
        holder.getOutputStream().flush();
        assertThat(holder.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("released on 10");
        child.onExit().get(5, TimeUnit.SECONDS);

        assertThat(network.ip("addr show dev eth0")).doesNotContain("10.9.0.100");
    }

    @Test
    void theSecondProcessHoldsPacketSocketsAloneAndEndsWithTheNode() throws Exception {
        Process holder = holder("30");
        ProcessHandle second = childOf(holder, "java");
        // Its end of the pipe; one socket to announce, and one each to hear IPv4's and IPv6's neighbours.
        String files = "/proc/" + second.pid() + "/fd";
        assertThat(network.inHolder("ls " + files).split("\\s+")).hasSize(4);
        assertThat(network.inHolder("find " + files + " -lname socket:*").split("\\s+"))
                .hasSize(3);
        network.inHolder("kill -TERM " + second.pid());
        assertThat(second.isAlive()).isTrue();
        holder.destroyForcibly();
        second.onExit().get(5, TimeUnit.SECONDS);
        assertThat(heard.hears("removed 10.9.0.100/32 on eth0", 5_000)).isTrue();
    }

    @Test
    void theSwitchHoldsNoDescriptorOfTheNode() throws Exception {
        Process holder = holder("30");
        // Its end of the pipe, discarded errors, and its own netlink socket.
        assertThat(network.inHolder("ls /proc/" + switchOf(holder).pid() + "/fd")
                        .split("\\s+"))
                .containsExactly("0", "2", "3");
        holder.destroyForcibly();
        assertThat(heard.hears("removed 10.9.0.100/32 on eth0", 5_000)).isTrue();
    }

    private Process holder(String lease) throws IOException {
        Process process = network.startAtHolder(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                lease,
                IPV4.prefix().toString(),
                IPV6);
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("bound");
        return process;
    }

    private static ProcessHandle switchOf(Process holder) {
        return childOf(holder, "deadman");
    }

    private static ProcessHandle childOf(Process holder, String program) {
        return holder.children()
                .filter(child -> child.info().command().orElse("").contains(program))
                .findFirst()
                .orElseThrow();
    }
}
