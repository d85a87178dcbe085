package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.Fuzzer;
import dev.baton.lb.proxy.http.ChunkFuzz;
import dev.baton.lb.proxy.http.HeadFuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Lets Jazzer look for bytes that are read as one message here and as another, or as two, elsewhere. */
class FuzzTest {

    private static final int CODEC = Integer.getInteger("baton.fuzz.runs", 20_000);
    private static final int PROXY = CODEC / 20;
    private static final int LONGEST = 1024;

    @TempDir
    private Path directory;

    @Test
    void aHeadIsWrittenAsOneThatAllReadAlike() throws Exception {
        search(HeadFuzz.class, CODEC, Stream.concat(sent("requests.txt"), sent("responses.txt")));
    }

    @Test
    void aChunkedBodyEndsForAllAtTheSameByte() throws Exception {
        Stream<String> bodies = sent("requests.txt")
                .filter(sent -> sent.contains("chunked\r\n\r\n"))
                .map(sent -> sent.substring(sent.indexOf("\r\n\r\n") + 4));
        search(ChunkFuzz.class, CODEC, bodies);
    }

    @Test
    void whateverAClientSendsTheServerReadsTheSameRequests() throws Exception {
        search(RequestFuzz.class, PROXY, sent("requests.txt"));
    }

    @Test
    void whateverAServerSendsTheClientReadsNoAnswerToAnotherRequest() throws Exception {
        search(ResponseFuzz.class, PROXY, sent("responses.txt"));
    }

    private static Stream<String> sent(String file) {
        return StrictnessTest.Row.all(file).map(StrictnessTest.Row::sent);
    }

    private void search(Class<?> target, int runs, Stream<String> seeds) throws IOException, InterruptedException {
        List<byte[]> good = seeds.filter(seed -> seed.length() <= LONGEST)
                .map(seed -> seed.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        Fuzzer.Outcome outcome = new Fuzzer(target, "dev.baton.lb.proxy.**", runs, directory).search(good, LONGEST);
        LoggerFactory.getLogger("dev.baton.measured")
                .info("{}: {} runs, {} places covered", target.getSimpleName(), runs, outcome.coverage());
        assertThat(outcome.exit()).as(outcome.said()).isZero();
        assertThat(outcome.coverage()).as(outcome.said()).isPositive();
    }
}
