package dev.baton.floatingip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.floatingip.arp.ArpFuzz;
import dev.baton.floatingip.ndp.NeighbourFuzz;
import dev.baton.floatingip.netlink.RtnetlinkFuzz;
import dev.baton.lab.Fuzzer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Lets Jazzer look for bytes that the codecs cannot bear. */
class FuzzTest {

    private static final int RUNS = Integer.getInteger("baton.fuzz.runs", 20_000);

    @TempDir
    private Path directory;

    @Test
    void arpBearsAnything() throws Exception {
        fuzz(
                ArpFuzz.class,
                "ffffffffffff0200000000010806" + "0001080006040002" + "0200000000010a090064" + "0200000000010a090064");
    }

    @Test
    void neighbourDiscoveryBearsAnything() throws Exception {
        fuzz(
                NeighbourFuzz.class,
                "33330000000102000000000186dd" + "6000000000203aff"
                        + "fd000009000000000000000000000100" + "ff020000000000000000000000000001"
                        + "8800588b20000000" + "fd000009000000000000000000000100" + "0201020000000001");
    }

    @Test
    void rtnetlinkBearsAnything() throws Exception {
        fuzz(
                RtnetlinkFuzz.class,
                "4c000000140000005d24046b7c3e00000220200003000000080001000a090065080002000a090065"
                        + "0700030064300000080008002002000014000600000000001e0000007039090070390900",
                "500000000200000207000000186f818eedffffff20000000140005000700000000000000022000006300000008000200"
                        + "0a0900011b000100697076343a20446576696365206e6f7420666f756e640000",
                "44000000100000000000000000000000" + "00000100020000000310000001000000" + "0700030064300000"
                        + "0500100002000000" + "0500210000000000" + "0a000100ca438b5bdcd80000");
    }

    /** @param seeds good messages to start from, in hex */
    private void fuzz(Class<?> target, String... seeds) throws IOException, InterruptedException {
        Fuzzer.Outcome outcome = new Fuzzer(target, "dev.baton.floatingip.**", RUNS, directory)
                .search(Stream.of(seeds).map(HexFormat.of()::parseHex).toList(), 512);
        LoggerFactory.getLogger("dev.baton.measured")
                .info("{}: {} runs, {} places covered", target.getSimpleName(), RUNS, outcome.coverage());
        assertThat(outcome.exit()).as(outcome.said()).isZero();
        assertThat(outcome.coverage()).as(outcome.said()).isPositive();
    }
}
