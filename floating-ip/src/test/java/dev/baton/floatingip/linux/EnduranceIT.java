package dev.baton.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp.Renewal;
import dev.baton.floatingip.InterfaceMonitor;
import dev.baton.floatingip.IpPrefix;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must not grow with time. */
class EnduranceIT {

    private static final int CYCLES = 10_000;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final FloatingAddress IPV4 = new FloatingAddress("eth0", IpPrefix.parse("10.9.0.100/24"));
    private static final FloatingAddress IPV6 = new FloatingAddress("eth0", IpPrefix.parse("fd00:9::100/64"));

    private static final Logger log = LoggerFactory.getLogger("dev.baton.measured");

    private TestNetwork network;
    private LinuxFloatingIp floating;

    @BeforeEach
    void setUp() throws Exception {
        network = new TestNetwork();
        floating = network.atHolder(LinuxFloatingIp::open);
    }

    @AfterEach
    void tearDown() {
        floating.close();
        network.close();
    }

    @Test
    void manyCyclesLeaveNothingBehind() throws Exception {
        network.ip("route add 192.0.2.0/24 via 10.9.0.2");
        network.ip("rule add from 192.0.2.7 table 77");
        cycles(500);
        long heap = usedHeap();
        String before = state();
        long descriptors = descriptors();

        cycles(CYCLES);

        // What an earlier test closes late may go in between.
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
        assertThat(state()).isEqualTo(before);
        long growth = usedHeap() - heap;
        log.info("{} cycles of two addresses: heap {} KiB larger", CYCLES, growth / 1024);
        assertThat(growth).isLessThan(2 * 1024 * 1024);
    }

    @Test
    void aRenewalIsCheap() throws Exception {
        floating.bind(IPV4, LEASE);
        renew(500);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long cpu = thread.getCurrentThreadCpuTime();
        long bytes = thread.getCurrentThreadAllocatedBytes();
        renew(2_000);
        long micros = (thread.getCurrentThreadCpuTime() - cpu) / 2_000_000;
        long garbage = (thread.getCurrentThreadAllocatedBytes() - bytes) / 2_000;
        log.info("a renewal takes {} us of CPU and {} bytes of garbage", micros, garbage);
        assertThat(micros).isLessThan(200);
        assertThat(garbage).isLessThan(64 * 1024);
    }

    @Test
    void anOverrunOfEventsLosesNoState() throws Exception {
        Heard heard = new Heard();
        Slow slow = new Slow(heard);
        try (InterfaceMonitor monitor = floating.monitor()) {
            network.atHolder(() -> {
                monitor.start(slow);
                return true;
            });
            slow.awaitFirst();
            floating.bind(IPV4, LEASE);
            // The listener is stuck, so that the events pile up beyond the buffer of the socket.
            renew(6_000);
            floating.release(IPV4);
            slow.goOn();
            assertThat(heard.hears("removed " + IPV4, 5_000)).isTrue();
        }
    }

    private void cycles(int count) throws Exception {
        for (int cycle = 0; cycle < count; cycle++) {
            for (FloatingAddress address : List.of(IPV4, IPV6)) {
                floating.bind(address, LEASE);
                floating.announce(address);
                assertThat(floating.release(address)).isTrue();
            }
        }
    }

    private void renew(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            assertThat(floating.renew(IPV4, LEASE)).isEqualTo(Renewal.HELD);
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Open sockets, pipes and event counters; not files, which the JVM opens and closes for its classes as it likes. */
    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(EnduranceIT::isKernelObject).count();
        }
    }

    private static boolean isKernelObject(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains(":[");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private String state() {
        return network.ip("-d addr show dev eth0")
                + network.ip("route show table all")
                + network.ip("-6 route show table all")
                + network.ip("rule")
                + network.ip("-6 rule");
    }
}
