package dev.baton.bench.datapath;

import dev.baton.lab.LabException;
import dev.baton.lab.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One product's turn in one round. */
final class Measurement {

    private static final int CONNECTIONS = 64;
    private static final int LARGE_CONNECTIONS = 8;
    private static final int IDLE_CONNECTIONS = 8000;
    private static final int SLOW_CONNECTIONS = 2000;
    private static final Duration CROWD_SETTLES = Duration.ofMinutes(2);
    private static final String MEGABYTE = "files/1m";

    private final Rig rig;
    private final Product product;
    private final int seconds;
    private final Consumer<Sample> found;

    /**
     * @param seconds of load
     * @param found is told of each figure as soon as it is there
     */
    Measurement(Rig rig, Product product, int seconds, Consumer<Sample> found) {
        this.rig = rig;
        this.product = product;
        this.seconds = seconds;
        this.found = found;
    }

    void http() {
        small("HTTP, small answers", product.httpPort());
    }

    /** @param count of the servers that the rig has */
    void servers(int count) {
        String title = "HTTP, small answers, %d servers".formatted(count);
        small(title, product.httpPort());
        add(title, Metric.RESIDENT, rig.proxy(product).residentKib() / 1024.0);
    }

    void h2() {
        String title = "HTTP/2, small answers";
        Proxy proxy = rig.proxy(product);
        Duration before = proxy.cpu();
        H2load load = H2load.run(rig, product.httpPort(), seconds);
        add(title, Metric.PER_SECOND, load.perSecond());
        add(title, Metric.CPU, proxy.cpu().minus(before).toNanos() / 1e3 / load.requests());
    }

    void tcp() {
        small("TCP, small answers", product.tcpPort());
    }

    private void small(String title, int port) {
        Load load = load(http(port), CONNECTIONS);
        add(title, Metric.PER_SECOND, load.wrk.perSecond());
        add(title, Metric.CPU, load.microsPerRequest());
        add(title, Metric.P50, load.wrk.p50Millis());
        add(title, Metric.P99, load.wrk.p99Millis());
    }

    void large() {
        large("HTTP, 1 MiB answers", http(product.httpPort()));
    }

    private void large(String title, String base) {
        Load load = load(base + MEGABYTE, LARGE_CONNECTIONS);
        double megabytes = (1 << 20) / 1e6;
        add(title, Metric.MB_PER_SECOND, load.wrk.perSecond() * megabytes);
        add(title, Metric.CPU_PER_MB, load.microsPerRequest() / 1000 / megabytes);
        add(title, Metric.P99, load.wrk.p99Millis());
    }

    void tls() {
        for (Handshakes.Kind kind : Handshakes.Kind.values()) {
            Proxy proxy = rig.proxy(product);
            Duration before = proxy.cpu();
            Handshakes done = Handshakes.run(rig, product.tlsPort(), seconds, kind);
            add(kind.title(), Metric.CONNECTIONS_PER_SECOND, done.perSecond());
            add(
                    kind.title(),
                    Metric.CPU_PER_CONNECTION,
                    proxy.cpu().minus(before).toNanos() / 1e3 / done.count());
        }
        large("HTTPS, 1 MiB answers", https());
    }

    void connections() {
        String title = "HTTP, a connection for each request";
        Load load = load(http(product.httpPort()), CONNECTIONS, "Connection: close");
        add(title, Metric.CONNECTIONS_PER_SECOND, load.wrk.perSecond());
        add(title, Metric.CPU_PER_CONNECTION, load.microsPerRequest());
        add(title, Metric.P99, load.wrk.p99Millis());
    }

    void rate() {
        String title = "HTTP, small answers, %d/s".formatted(FixedRate.HIGH);
        rate(title, FixedRate.HIGH);
    }

    private void rate(String title, int perSecond) {
        FixedRate times = FixedRate.run(rig, product.httpPort(), seconds, perSecond);
        add(title, Metric.P50, times.p50Millis());
        add(title, Metric.P99, times.p99Millis());
    }

    /**
     * Without the crowd, with one that goes past the proxy, and with one that goes through it, one after the other: a
     * minute later the machine may be another one. The second tells what the crowd takes of the cores.
     */
    void slow() {
        String title = "HTTP, small answers, %d/s".formatted(FixedRate.LOW);
        rate(title + ", nobody else", FixedRate.LOW);
        crowd(title + ", a slow crowd past the proxy", Configs.SERVER_PORT, Configs.SLOW_PORT);
        crowd(title + ", a slow crowd through the proxy", product.httpPort(), product.httpPort());
    }

    private void crowd(String title, int largePort, int slowPort) {
        Proxy proxy = rig.proxy(product);
        long before = proxy.residentKib();
        try (RunningProgram crowd = program(SlowCrowd.class, largePort, slowPort, SLOW_CONNECTIONS, SLOW_CONNECTIONS)) {
            crowd.awaitLine("^open ", CROWD_SETTLES);
            rate(title, FixedRate.LOW);
            add(title, Metric.GROWTH, (proxy.residentKib() - before) / 1024.0);
            if (!crowd.isAlive()) {
                throw new LabException("the slow crowd was sent away:\n" + String.join("\n", crowd.lines()));
            }
        }
    }

    private RunningProgram program(Class<?> main, int... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "taskset",
                "-c",
                rig.loadCores(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (int argument : arguments) {
            command.add(String.valueOf(argument));
        }
        return rig.host().start(Path.of("/dev/null"), command);
    }

    /** Of a product that has served before: what its compiler needed counts as what was there. */
    void idle() {
        warmUp();
        String title = "HTTP, %d idle connections".formatted(IDLE_CONNECTIONS);
        Proxy proxy = rig.proxy(product);
        long before = proxy.residentKib();
        RunningProgram client = program(IdleClient.class, product.httpPort(), IDLE_CONNECTIONS);
        client.awaitLine("^open " + IDLE_CONNECTIONS + "$", Duration.ofSeconds(60));
        double growth = proxy.residentKib() - before;
        client.close();
        add(title, Metric.BASE, before / 1024.0);
        add(title, Metric.GROWTH, growth / 1024);
        add(title, Metric.PER_CONNECTION, growth / IDLE_CONNECTIONS);
    }

    /** Load that counts for nothing: the JVM compiles what is used. */
    void warmUp() {
        String http = http(product.httpPort());
        Wrk.run(rig, http, CONNECTIONS, 2 * seconds);
        Wrk.run(rig, http + MEGABYTE, LARGE_CONNECTIONS, seconds);
        H2load.run(rig, product.httpPort(), 2 * seconds);
        Wrk.run(rig, http(product.tcpPort()), CONNECTIONS, seconds);
        Wrk.run(rig, http, CONNECTIONS, seconds, "Connection: close");
        Handshakes.run(rig, product.tlsPort(), seconds, Handshakes.Kind.FULL);
        Wrk.run(rig, https() + MEGABYTE, LARGE_CONNECTIONS, seconds);
    }

    private static String http(int port) {
        return "http://127.0.0.1:" + port + "/";
    }

    private String https() {
        return "https://127.0.0.1:" + product.tlsPort() + "/";
    }

    private Load load(String url, int connections, String... headers) {
        Proxy proxy = rig.proxy(product);
        Duration before = proxy.cpu();
        Wrk wrk = Wrk.run(rig, url, connections, seconds, headers);
        if (wrk.errors() > 0) {
            throw new LabException(
                    "%s: %d of %d requests failed".formatted(product.title(), wrk.errors(), wrk.requests()));
        }
        return new Load(wrk, proxy.cpu().minus(before));
    }

    private void add(String part, Metric metric, double value) {
        found.accept(new Sample(part, product, metric, value));
    }

    private record Load(Wrk wrk, Duration cpu) {
        double microsPerRequest() {
            return cpu.toNanos() / 1e3 / wrk.requests();
        }
    }
}
