package dev.baton.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A real nginx in a host: {@code /} and {@code /healthz} answer a short text, {@code /files/} serves files, and every
 * answer names the server in the header {@code X-Server}.
 */
public final class Nginx implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final Host host;
    private final int port;
    private final Path directory;
    private RunningProgram program;

    private Nginx(Host host, int port, Path directory, RunningProgram program) {
        this.host = host;
        this.port = port;
        this.directory = directory;
        this.program = program;
    }

    /** Starts it and returns when its sockets listen. */
    public static Nginx start(Lab lab, Host host, int port) {
        return start(lab, host, port, "");
    }

    /** The same over TLS, with a certificate that nobody else has signed. */
    public static Nginx startTls(Lab lab, Host host, int port) {
        Path base = lab.directory().resolve("tls-" + host.name() + "-" + port);
        String key = base + ".key";
        String certificate = base + ".pem";
        String curve = "ec_paramgen_curve:P-256";
        host.exec("openssl req -x509 -newkey ec -pkeyopt %s -nodes -days 1 -subj /CN=%s -keyout %s -out %s"
                        .formatted(curve, host.name(), key, certificate)
                        .split(" "))
                .orThrow();
        return start(lab, host, port, "ssl_certificate %s; ssl_certificate_key %s;".formatted(certificate, key));
    }

    private static Nginx start(Lab lab, Host host, int port, String tls) {
        Path directory = lab.directory().resolve("nginx-" + host.name() + "-" + port);
        try {
            Files.createDirectories(directory.resolve("files"));
            Files.writeString(directory.resolve("nginx.conf"), config(host.name(), port, directory, tls));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Nginx(host, port, directory, launch(host, directory));
    }

    public RunningProgram program() {
        return program;
    }

    public Host host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** Process ids of the workers, which are what answers requests. */
    public List<Long> workers() {
        return ProcessHandle.of(program.pid()).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Sends a signal to the workers, for example {@code STOP}: a server that is hung while its kernel still accepts. */
    public void signalWorkers(String signal) {
        List<String> pids = workers().stream().map(String::valueOf).toList();
        Commands.exec("sh", "-c", "kill -" + signal + " " + String.join(" ", pids))
                .orThrow();
    }

    /** Makes a file of random bytes that is served as {@code /files/NAME}; the same name gives the same bytes. */
    public Path file(String name, long bytes) {
        Path file = directory.resolve("files").resolve(name);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        byte[] chunk = new byte[CHUNK];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= chunk.length) {
                random.nextBytes(chunk);
                out.write(chunk, 0, (int) Math.min(left, chunk.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Stops it at once and waits for its end: connections are closed, the port refuses. */
    public void stop() {
        // The master ends its workers first; killing it would leave them serving.
        program.kill("TERM");
        program.awaitExit(Duration.ofSeconds(10));
    }

    /** Starts it again after {@link #stop()}. */
    public void restart() {
        program = launch(host, directory);
    }

    @Override
    public void close() {
        stop();
    }

    private static RunningProgram launch(Host host, Path directory) {
        RunningProgram program = host.start(
                directory.resolve("nginx.log"),
                "nginx",
                "-e",
                "stderr",
                "-p",
                directory.toString(),
                "-c",
                directory.resolve("nginx.conf").toString());
        // The sockets listen before the first worker is forked.
        program.awaitLine("start worker process \\d+", Duration.ofSeconds(10));
        return program;
    }

    private static String config(String name, int port, Path directory, String tls) {
        return """
                user root;
                daemon off;
                worker_processes 1;
                worker_rlimit_nofile 16384;
                pid %3$s/nginx.pid;
                error_log stderr notice;
                events { worker_connections 8192; }
                http {
                  access_log off;
                  sendfile on;
                  keepalive_requests 1000000;
                  client_body_temp_path %3$s/body;
                  proxy_temp_path %3$s/proxy;
                  fastcgi_temp_path %3$s/fastcgi;
                  uwsgi_temp_path %3$s/uwsgi;
                  scgi_temp_path %3$s/scgi;
                  default_type text/plain;
                  add_header X-Server %1$s always;
                  server {
                    listen %2$d%4$s backlog=4096;
                    listen [::]:%2$d%4$s backlog=4096;
                    %5$s
                    location / { return 200 "hello from %1$s\\n"; }
                    location = /login {
                      add_header X-Server %1$s always;
                      add_header Set-Cookie "SID=$request_id; Path=/";
                      return 200 "hello from %1$s\\n";
                    }
                    location = /cookies { return 200 "$http_cookie\\n"; }
                    location = /healthz { return 200 "ok\\n"; }
                    location /files/ { alias %3$s/files/; }
                  }
                }
                """.formatted(name, port, directory, tls.isEmpty() ? "" : " ssl", tls);
    }
}
