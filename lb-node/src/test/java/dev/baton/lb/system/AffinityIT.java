package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Pair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of clients that carry their server, real ones (curl) before real servers (nginx), and masters that die. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AffinityIT {

    private static final int CLIENTS = Integer.getInteger("baton.clients", 10_000);

    private static final String CONFIG = Pair.CONFIG.substring(0, Pair.CONFIG.indexOf("frontends:")) + """
            frontends:
              - {name: cookie, bind: "10.9.0.100:80", backend: cookie}
              - {name: prefix, bind: "10.9.0.100:82", backend: prefix}
            backends:
              - {name: cookie, affinity: {type: cookie}, servers: &servers [
                  {name: a, address: "10.9.0.20:8000"}, {name: b, address: "10.9.0.21:8000"}]}
              - {name: prefix, affinity: {type: prefix, name: SID}, servers: *servers}
            """;

    @AutoClose
    private Pair pair;

    /** One client: the server that it got, and the cookie that it was given. */
    private record Client(String server, String cookie) {}

    @BeforeAll
    void raise() {
        PairSupport.requireLab();
        pair = Pair.raise(CONFIG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.9.0.100:80/", "http://10.9.0.100:82/login"})
    void nobodyMovesWhenMastersAreKilledOneAfterTheOther(String url) {
        List<Client> clients = ask(url, Collections.nCopies(CLIENTS, ""));
        assertThat(clients).extracting(Client::server).contains("a", "b");
        assertThat(clients).extracting(Client::cookie).noneMatch(String::isEmpty);
        List<String> cookies = clients.stream().map(Client::cookie).toList();
        for (int kill = 1; kill <= 2; kill++) {
            BatonNode master = pair.master();
            master.signal("KILL");
            PairSupport.await(
                    "an answer from the peer",
                    PairSupport.PATIENCE,
                    () -> pair.client()
                            .exec("curl", "-sfo", "/dev/null", "-m", "1", url)
                            .ok());
            List<Client> again = ask(url.replace("login", ""), cookies);
            long moved = IntStream.range(0, CLIENTS)
                    .filter(i -> !again.get(i).server().equals(clients.get(i).server()))
                    .count();
            PairSupport.log.info("{}: {} of {} clients moved after kill {}", url, moved, CLIENTS, kill);
            assertThat(moved).isZero();
            assertThat(again).extracting(Client::cookie).as("set again").containsOnly("");
            master.restart();
            pair.awaitWhole();
        }
    }

    @Test
    void forgedCookiesAreNoErrorAndReachNoServerAndNoOtherAddress() {
        List<String> forged = List.of(
                "BATON=10.9.0.9:22",
                "BATON=http://10.9.0.9/",
                "BATON=a",
                "BATON=%0d%0aLocation: http://10.9.0.9/",
                "BATON=" + "x".repeat(8000),
                "BATON=\"\\\"; BATON==; BATON");
        List<Client> answers = ask("http://10.9.0.100:80/", forged);
        assertThat(answers).extracting(Client::server).isSubsetOf("a", "b");
        assertThat(answers).extracting(Client::cookie).allMatch(cookie -> cookie.matches("BATON=[A-Za-z0-9_-]{24}"));
        String seen = pair.client()
                .exec("curl", "-sb", "x=1; " + answers.getFirst().cookie() + "; y=2", "http://10.9.0.100:80/cookies")
                .orThrow()
                .out();
        assertThat(seen.strip()).isEqualTo("x=1; y=2");
    }

    /** One request after the other on one connection, each with the cookies of a client of its own. */
    private List<Client> ask(String url, List<String> cookies) {
        Path script = pair.lab().directory().resolve("curl.txt");
        String text = cookies.stream()
                .map(cookie -> "url = \"" + url + "\"\noutput = \"/dev/null\"\n"
                        + "write-out = \"%header{x-server} %header{set-cookie}\\n\"\nsilent\n"
                        + (cookie.isEmpty()
                                ? ""
                                : "header = \"Cookie: "
                                        + cookie.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n"))
                .collect(Collectors.joining("next\n"));
        try {
            Files.writeString(script, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ExecResult result = pair.client().exec(Duration.ofMinutes(1), "curl", "-K", script.toString());
        List<Client> clients =
                result.orThrow().out().lines().map(AffinityIT::client).toList();
        assertThat(clients).hasSameSizeAs(cookies);
        return clients;
    }

    private static Client client(String line) {
        String[] parts = line.split(" ", 2);
        return new Client(parts[0], parts.length < 2 ? "" : parts[1].split(";", 2)[0]);
    }
}
