package dev.baton.lb.affinity.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.affinity.AffinityKey;
import dev.baton.lb.affinity.AffinityTable;
import dev.baton.lb.affinity.LogicalClock;
import dev.baton.lb.affinity.snapshot.SnapshotFile.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

    private static final long WRITTEN = 1_800_000_000_000L;

    @TempDir
    private Path directory;

    private long millis = WRITTEN;
    private final AffinityTable table = table();
    private Path path;
    private SnapshotFile file;

    @BeforeEach
    void write() throws IOException {
        for (int i = 0; i < 5000; i++) {
            table.put("app", key(i), "s" + i % 3, Duration.ofSeconds(i % 2 == 0 ? 60 : 600));
        }
        table.remove(key(0));
        path = directory.resolve("affinity.snapshot");
        file = new SnapshotFile(path);
        file.write(table, WRITTEN);
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() throws IOException {
        AffinityTable next = table();

        assertThat(file.load(next, WRITTEN)).isEqualTo(new Loaded.Table(Duration.ZERO));
        assertThat(next.digests()).isEqualTo(table.digests());
        assertThat(next.serverOf(key(4))).isEqualTo("s1");
        assertThat(next.serverOf(key(0))).isNull();
        assertThat(next.changes(1000))
                .as("told to others by digests, not as news")
                .isNull();
        assertThat(directory).isDirectoryContaining("glob:**affinity.snapshot").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void entriesGoOnAgeingWhileTheNodeIsDown() throws IOException {
        millis += 120_000;
        AffinityTable next = table();

        assertThat(file.load(next, millis)).isEqualTo(new Loaded.Table(Duration.ofMinutes(2)));
        assertThat(next.size()).isEqualTo(2500);
        assertThat(next.serverOf(key(2))).isNull();
        assertThat(next.serverOf(key(1))).isEqualTo("s1");

        millis += 479_900;
        assertThat(next.serverOf(key(1))).isEqualTo("s1");
        millis += 200;
        assertThat(next.serverOf(key(1))).isNull();
    }

    @Test
    void noFileIsNoFault() throws IOException {
        Files.delete(path);

        assertThat(file.load(table(), WRITTEN)).isEqualTo(new Loaded.Nothing());
    }

    @Test
    void aFileThatIsCutOffAnywhereIsSetAside() throws IOException {
        byte[] whole = Files.readAllBytes(path);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            Files.write(path, Arrays.copyOf(whole, i < 30 ? i : random.nextInt(whole.length)));
            assertSetAside(seed);
        }
    }

    @Test
    void aFlippedBitAnywhereIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(path);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            damaged[i < 40 ? i : random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(path, damaged);
            assertSetAside(seed);
        }
    }

    @Test
    void anotherVersionIsNamed() throws IOException {
        byte[] whole = Files.readAllBytes(path);
        whole[11] = 9;
        Files.write(path, whole);

        assertThat(file.load(table(), WRITTEN))
                .isEqualTo(
                        new Loaded.Damaged("it has version 9, not 1", directory.resolve("affinity.snapshot.damaged")));
    }

    private void assertSetAside(long seed) throws IOException {
        AffinityTable next = table();
        assertThat(file.load(next, WRITTEN)).as("seed %d", seed).isInstanceOf(Loaded.Damaged.class);
        assertThat(next.size()).isZero();
        assertThat(path).doesNotExist();
        assertThat(directory.resolve("affinity.snapshot.damaged")).exists();
    }

    private AffinityTable table() {
        return new AffinityTable("lb1", 100_000, new LogicalClock(() -> millis));
    }

    private static AffinityKey key(int i) {
        Random spread = new Random(i);
        return new AffinityKey(spread.nextLong(), spread.nextLong());
    }
}
