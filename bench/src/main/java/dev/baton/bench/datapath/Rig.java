package dev.baton.bench.datapath;

import dev.baton.lab.BatonNode;
import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import dev.baton.lab.Nginx;
import dev.baton.lab.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Both proxies before one nginx, on the loopback of one namespace. The proxies share the first core, nginx and the
 * client the others, so that neither proxy's turn depends on where the scheduler puts the load.
 */
final class Rig implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);

    private final Lab lab;
    private final Host host;
    private final int servers;
    private final String loadCores;
    private final Map<Product, Proxy> proxies = new EnumMap<>(Product.class);

    private Rig(Lab lab, Host host, int servers) {
        this.lab = lab;
        this.host = host;
        this.servers = servers;
        int cores = Runtime.getRuntime().availableProcessors();
        this.loadCores = cores == 1 ? "0" : "1-" + (cores - 1);
    }

    /** Starts everything, with so many servers in the HTTP backend; returns when both answer. */
    static Rig start(int servers) {
        Lab lab = Lab.create();
        try {
            Host host = lab.host("rig", "10.9.0.1/24");
            Nginx nginx = Nginx.start(lab, host, Configs.SERVER_PORT);
            nginx.file("1m", 1 << 20);
            Rig rig = new Rig(lab, host, servers);
            rig.pin(nginx);
            for (Product product : Product.values()) {
                rig.proxies.put(product, new Proxy(product, rig.launch(product)));
                rig.awaitAnswer(product);
            }
            return rig;
        } catch (LabException e) {
            lab.close();
            throw e;
        }
    }

    /** One of ECDSA, made on the first call. */
    private Path certificate() {
        Path chain = lab.directory().resolve("chain.pem");
        if (!Files.exists(chain)) {
            host.exec(
                            "openssl",
                            "req",
                            "-x509",
                            "-newkey",
                            "ec",
                            "-pkeyopt",
                            "ec_paramgen_curve:P-256",
                            "-nodes",
                            "-days",
                            "2",
                            "-subj",
                            "/CN=bench",
                            "-keyout",
                            chain.toString(),
                            "-out",
                            chain + ".crt")
                    .orThrow();
            host.exec("sh", "-c", "cat %s.crt >> %s".formatted(chain, chain)).orThrow();
        }
        return chain;
    }

    Host host() {
        return host;
    }

    /** Where everything runs but the proxies, as taskset(1) takes it. */
    String loadCores() {
        return loadCores;
    }

    /** Where files of this run go; removed at the end. */
    Path directory() {
        return lab.directory();
    }

    Proxy proxy(Product product) {
        Proxy proxy = proxies.get(product);
        if (proxy == null) {
            throw new IllegalStateException(product.title() + " was not started");
        }
        return proxy;
    }

    /** Runs a program of the client's side, on the cores of the load, to its end. */
    String load(Duration timeout, List<String> command) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", loadCores));
        pinned.addAll(command);
        return host.exec(timeout, pinned.toArray(String[]::new)).orThrow().out();
    }

    @Override
    public void close() {
        lab.close();
    }

    private void pin(Nginx nginx) {
        List<Long> pids = new ArrayList<>(nginx.workers());
        pids.add(nginx.program().pid());
        pids.forEach(pid ->
                host.exec("taskset", "-pc", loadCores, String.valueOf(pid)).orThrow());
    }

    private RunningProgram launch(Product product) {
        Path config = lab.directory().resolve(product.title().toLowerCase(Locale.ROOT) + ".conf");
        Path runtime = lab.directory().resolve("run");
        try {
            Files.createDirectories(runtime);
            Files.writeString(config, Configs.of(product, servers, certificate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of("taskset", "-c", "0"));
        command.addAll(
                switch (product) {
                    // Baton gives itself this priority.
                    case HAPROXY -> List.of("nice", "-n", "-5", "haproxy", "-db", "-f", config.toString());
                    case BATON ->
                        List.of(
                                BatonNode.executable().toString(),
                                "run",
                                "--config",
                                config.toString(),
                                "--node",
                                "bench",
                                "--runtime-dir",
                                runtime.toString(),
                                "--state-dir",
                                runtime.toString());
                });
        return host.start(lab.directory().resolve(product.title() + ".log"), command);
    }

    /** Until a request gets through: its frontend listens, and a check has found the server. */
    private void awaitAnswer(Product product) {
        String url = "http://127.0.0.1:" + product.httpPort() + "/";
        host.exec(
                        START,
                        "curl",
                        "-sf",
                        "-o",
                        "/dev/null",
                        "--retry",
                        "100",
                        "--retry-delay",
                        "1",
                        "--retry-all-errors",
                        url)
                .orThrow();
    }
}
