package dev.baton.floatingip.linux;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Two hosts on a LAN of their own: network namespaces with {@code eth0} at each end of a veth pair, 10.9.0.1/24 and
 * 10.9.0.2/24, fd00:9::1/64 and fd00:9::2/64.
 */
final class TestNetwork implements AutoCloseable {

    static final String HOLDER_MAC = "02:00:00:00:00:01";
    static final String PEER_MAC = "02:00:00:00:00:02";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x40000000;

    static {
        Native.register(TestNetwork.class, "c");
    }

    private final String holder;
    private final String peer;
    private @Nullable String third;

    static native int open(String path, int flags);

    static native int setns(int fd, int type);

    static native int close(int fd);

    TestNetwork() {
        assumeTrue(
                "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/sbin/ip")),
                "needs root and iproute2 to make network namespaces");
        String id = "bfip" + ProcessHandle.current().pid() + "n" + COUNT.incrementAndGet();
        holder = id + "a";
        peer = id + "b";
        run("ip", "netns", "add", holder);
        run("ip", "netns", "add", peer);
        run(
                "ip",
                "-n",
                holder,
                "link",
                "add",
                "eth0",
                "address",
                HOLDER_MAC,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                peer,
                "address",
                PEER_MAC);
        configure(holder, 1);
        configure(peer, 2);
        awaitMulticast(holder);
        awaitMulticast(peer);
    }

    /** IPv6 hears multicast only some time after the carrier has come. */
    private static void awaitMulticast(String namespace) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!run("ip", "-n", namespace, "-6", "route", "show", "table", "local")
                .contains("ff00::/8 dev eth0")) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("eth0 in " + namespace + " does not get ready for IPv6");
            }
        }
    }

    private static void configure(String namespace, int host) {
        run("ip", "-n", namespace, "addr", "add", "10.9.0." + host + "/24", "dev", "eth0");
        run("ip", "-n", namespace, "addr", "add", "fd00:9::" + host + "/64", "dev", "eth0", "nodad");
        // Link-local addresses that get ready later would show as changes in comparisons.
        run("ip", "netns", "exec", namespace, "sysctl", "-qw", "net.ipv6.conf.eth0.accept_dad=0");
        run("ip", "-n", namespace, "link", "set", "eth0", "up");
    }

    /** {@code ip} with the words, at the host that holds floating addresses. */
    String ip(String words) {
        return run(command("ip -n " + holder + " " + words));
    }

    String peerIp(String words) {
        return run(command("ip -n " + peer + " " + words));
    }

    /** Adds a host 10.9.0.3/24 and fd00:9::3/64 to the LAN: a macvlan on the peer's interface hears what that one hears. */
    void addThird() {
        String name = holder + "c";
        third = name;
        run("ip", "netns", "add", name);
        run(command("ip -n " + peer + " link add link eth0 name third netns " + name + " type macvlan mode bridge"));
        run(command("ip -n " + name + " link set third name eth0"));
        configure(name, 3);
        awaitMulticast(name);
    }

    String thirdIp(String words) {
        return run(command("ip -n " + requireNonNull(third) + " " + words));
    }

    String inPeer(String words) {
        return run(command("ip netns exec " + peer + " " + words));
    }

    String inHolder(String words) {
        return run(command("ip netns exec " + holder + " " + words));
    }

    /** {@code ip netns exec} becomes the program itself, so that the process is the program's. */
    Process startAtHolder(String... program) throws IOException {
        return start(holder, program);
    }

    Process startAtPeer(String... program) throws IOException {
        return start(peer, program);
    }

    private static Process start(String namespace, String... program) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(List.of(program));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    <T> T atHolder(Callable<T> work) throws Exception {
        return within(holder, work);
    }

    <T> T atPeer(Callable<T> work) throws Exception {
        return within(peer, work);
    }

    /** On a thread of its own, which is the unit that has a network namespace, and which ends with the work. */
    private static <T> T within(String namespace, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            int fd = open("/run/netns/" + namespace, O_RDONLY_CLOEXEC);
            int entered = setns(fd, CLONE_NEWNET);
            close(fd);
            if (entered != 0) {
                throw new IOException("cannot enter " + namespace + ": errno " + Native.getLastError());
            }
            return work.call();
        });
        Thread.ofPlatform().start(task);
        return task.get();
    }

    private static String[] command(String words) {
        return words.split(" ");
    }

    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run("ip", "netns", "del", holder);
        run("ip", "netns", "del", peer);
        if (third != null) {
            run("ip", "netns", "del", third);
        }
    }
}
