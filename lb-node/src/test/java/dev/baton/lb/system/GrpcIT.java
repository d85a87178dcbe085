package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lab.RunningProgram;
import dev.baton.lb.tls.Issuer;
import dev.baton.lb.tls.Issuer.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client and a server of gRPC, with HTTP/2 on both sides of Baton, over TLS and in clear. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcIT {

    private static final String BATON = """
            frontends:
              - {name: secure, bind: ":443", backend: secure, tls: {certificates: all.pem}}
              - {name: clear, bind: ":80", backend: clear, http2: {clear_text: true}}
            backends:
              - name: secure
                protocol: h2
                tls: {ca: root.pem, server_name: a.example}
                check: {interval: 200ms, rise: 1}
                servers: [{name: s, address: "10.9.0.20:50443"}]
              - name: clear
                protocol: h2
                check: {interval: 200ms, rise: 1}
                servers: [{name: s, address: "10.9.0.20:50080"}]
            """;

    private static final String SERVER = """
            import grpc
            import threading
            from concurrent import futures

            def unary(asked, call):
                call.set_trailing_metadata((("sum", str(len(asked))),))
                return asked.upper()

            def answers(asked, call):
                for i in range(3):
                    yield asked + str(i).encode()

            def questions(asked, call):
                return b",".join(asked)

            def both(asked, call):
                for each in asked:
                    yield each.upper()

            def refuse(asked, call):
                call.abort(grpc.StatusCode.NOT_FOUND, "nobody here")

            def endless(asked, call):
                gone = threading.Event()
                # Not behind the yield: of a call that is given up at once grpc asks for nothing more.
                call.add_callback(lambda: print("given up", asked.decode(), flush=True) or gone.set())
                yield b"begun"
                gone.wait()

            class Service(grpc.GenericRpcHandler):
                def service(self, details):
                    return {
                        "/t.T/unary": grpc.unary_unary_rpc_method_handler(unary),
                        "/t.T/answers": grpc.unary_stream_rpc_method_handler(answers),
                        "/t.T/questions": grpc.stream_unary_rpc_method_handler(questions),
                        "/t.T/both": grpc.stream_stream_rpc_method_handler(both),
                        "/t.T/refuse": grpc.unary_unary_rpc_method_handler(refuse),
                        "/t.T/endless": grpc.unary_stream_rpc_method_handler(endless),
                    }.get(details.method)

            server = grpc.server(futures.ThreadPoolExecutor(8))
            server.add_generic_rpc_handlers((Service(),))
            own = open("%1$s/all.pem", "rb").read()
            server.add_insecure_port("0.0.0.0:50080")
            server.add_secure_port("0.0.0.0:50443", grpc.ssl_server_credentials([(own, own)]))
            server.start()
            print("serves", flush=True)
            server.wait_for_termination()
            """;

    /** Both programs of the client begin with it. */
    private static final String CHANNEL = """
            import grpc
            import queue
            import sys

            if sys.argv[1] == "secure":
                root = grpc.ssl_channel_credentials(open("%1$s/root.pem", "rb").read())
                name = (("grpc.ssl_target_name_override", "a.example"),)
                channel = grpc.secure_channel("10.9.0.1:443", root, options=name)
            else:
                channel = grpc.insecure_channel("10.9.0.1:80")
            """;

    private static final String CALLS = CHANNEL + """
            answer, call = channel.unary_unary("/t.T/unary").with_call(b"hello", timeout=10)
            print("unary", answer.decode(), dict(call.trailing_metadata())["sum"])
            print("large", len(channel.unary_unary("/t.T/unary")(b"x" * 3000000, timeout=10)))
            print("answers", b" ".join(channel.unary_stream("/t.T/answers")(b"a", timeout=10)).decode())
            print("questions", channel.stream_unary("/t.T/questions")(iter([b"a", b"b", b"c"]), timeout=10).decode())

            asked = queue.SimpleQueue()
            asked.put(b"a")
            heard = []
            # The next question follows the answer: neither may wait for more.
            for answer in channel.stream_stream("/t.T/both")(iter(asked.get, None), timeout=10):
                heard.append(answer.decode())
                asked.put(answer.lower() + b"b" if len(heard) < 3 else None)
            print("both", *heard)

            try:
                channel.unary_unary("/t.T/refuse")(b"", timeout=10)
            except grpc.RpcError as failure:
                print("refuse", failure.code().name, failure.details())
            try:
                list(channel.unary_stream("/t.T/endless")(b"late", timeout=0.5))
            except grpc.RpcError as failure:
                print("late", failure.code().name)
            """;

    /** Without a deadline, of which the server would know by itself. */
    private static final String GIVES_UP = CHANNEL + """
            call = channel.unary_stream("/t.T/endless")(sys.argv[1].encode())
            print(next(call).decode())
            call.cancel()
            print(call.code().name)
            # It is sent behind the cancellation: a process that ends may take that with it.
            channel.unary_unary("/t.T/unary")(b"hello", timeout=10)
            """;

    @AutoClose
    private Lab lab;

    private Host client;
    private RunningProgram server;

    @BeforeAll
    void raise() throws IOException {
        PairSupport.requireLab();
        lab = Lab.create();
        client = lab.host("client", "10.9.0.9/24");
        Issuer root = Issuer.root("root");
        file("root.pem", root.pem());
        Issued issued = root.issue("EC", "a.example");
        Files.setPosixFilePermissions(
                Path.of(file("all.pem", issued.pem() + issued.keyPem())), PosixFilePermissions.fromString("rw-------"));
        Host app = lab.host("app", "10.9.0.20/24");
        server = app.start(
                lab.directory().resolve("server.log"), List.of("/usr/bin/python3", program("server", SERVER)));
        server.awaitLine("serves", PairSupport.PATIENCE);
        BatonNode node = BatonNode.start(lab, lab.host("lb1", "10.9.0.1/24"), Path.of(file("baton.yaml", BATON)))
                .awaitReady();
        node.program().awaitLine(".* server secure/s .* is up.*", PairSupport.PATIENCE);
        node.program().awaitLine(".* server clear/s .* is up.*", PairSupport.PATIENCE);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(lab.directory().resolve(name), text).toString();
    }

    private String program(String name, String text) throws IOException {
        return file(name + ".py", text.formatted(lab.directory()));
    }

    private List<String> run(String name, String text, String way) throws IOException {
        return client.exec(Duration.ofSeconds(60), "/usr/bin/python3", program(name, text), way)
                .orThrow()
                .out()
                .lines()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secure", "clear"})
    void allFourKindsOfCallsAndAFailurePass(String way) throws IOException {
        assertThat(run("calls", CALLS, way))
                .containsExactly(
                        "unary HELLO 5",
                        "large 3000000",
                        "answers a0 a1 a2",
                        "questions a,b,c",
                        "both A AB ABB",
                        "refuse NOT_FOUND nobody here",
                        "late DEADLINE_EXCEEDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secure", "clear"})
    void aCallThatIsLateIsGivenUpTowardsTheServer(String way) throws IOException {
        assertThat(run("gives-up", GIVES_UP, way)).containsExactly("begun", "CANCELLED");
        server.awaitLine("given up " + way, PairSupport.PATIENCE);
    }
}
