package dev.baton.lb.affinity.snapshot;

import dev.baton.lb.affinity.AffinityTable;
import dev.baton.lb.affinity.MalformedBatchException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The whole table in a file, replaced as a whole, so that a crash leaves the old one or the new one.
 *
 * <pre>
 * file    magic i64 ("BATONAFF"), version u32 = 1, written i64 in milliseconds since 1970,
 *         batches: length u32, bytes each; length 0 ends them; CRC-32C u32 of all before
 * </pre>
 */
public final class SnapshotFile {

    static final long MAGIC = 0x4241544f4e414646L;
    static final int VERSION = 1;
    private static final int BATCH_BYTES = 64 * 1024;

    private final Path path;

    public SnapshotFile(Path path) {
        this.path = path;
    }

    /** What became of a file. */
    public sealed interface Loaded {

        /** There was none. */
        record Nothing() implements Loaded {}

        /** @param age how long ago it was written, by this machine's clock; not negative */
        record Table(Duration age) implements Loaded {}

        /**
         * It was not what a table writes, and nothing of it was taken.
         *
         * @param why in words for people
         * @param aside where it is now
         */
        record Damaged(String why, Path aside) implements Loaded {}
    }

    /**
     * Merges the file into a table. A damaged file is moved away, so that it is neither lost nor read again.
     *
     * @throws IOException if the disk fails
     */
    public Loaded load(AffinityTable table, long nowMillis) throws IOException {
        if (!Files.exists(path)) {
            return new Loaded.Nothing();
        }
        try {
            check();
            return new Loaded.Table(read(table, nowMillis));
        } catch (MalformedBatchException e) {
            return setAside(String.valueOf(e.getMessage()));
        } catch (EOFException _) {
            return setAside("it is cut off");
        }
    }

    /**
     * Returns when all is on the disk.
     *
     * @throws IOException if it cannot be written; the one before is still there then
     */
    public void write(AffinityTable table, long nowMillis) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(table, nowMillis, Channels.newOutputStream(channel));
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(AffinityTable table, long nowMillis, OutputStream to) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(new BufferedOutputStream(to, 1 << 16), new CRC32C());
        DataOutputStream out = new DataOutputStream(checked);
        out.writeLong(MAGIC);
        out.writeInt(VERSION);
        out.writeLong(nowMillis);
        BitSet segments = new BitSet();
        segments.set(0, AffinityTable.SEGMENTS);
        while (!segments.isEmpty()) {
            List<byte[]> batches = table.contents(segments, BATCH_BYTES);
            for (byte[] batch : batches) {
                out.writeInt(batch.length);
                out.write(batch);
            }
        }
        out.writeInt(0);
        out.writeInt((int) checked.getChecksum().getValue());
        out.flush();
    }

    /** Reads all once before any of it is believed. */
    private void check() throws IOException, MalformedBatchException {
        CheckedInputStream checked = new CheckedInputStream(open(), new CRC32C());
        try (DataInputStream in = new DataInputStream(checked)) {
            begin(in);
            byte[] buffer = new byte[BATCH_BYTES];
            for (int length = length(in); length > 0; length = length(in)) {
                in.readFully(buffer, 0, length);
            }
            int sum = (int) checked.getChecksum().getValue();
            if (in.readInt() != sum) {
                throw new MalformedBatchException("its checksum is wrong");
            }
        }
    }

    private Duration read(AffinityTable table, long nowMillis) throws IOException, MalformedBatchException {
        try (DataInputStream in = new DataInputStream(open())) {
            Duration age = Duration.ofMillis(Math.max(0, nowMillis - begin(in)));
            for (int length = length(in); length > 0; length = length(in)) {
                byte[] batch = new byte[length];
                in.readFully(batch);
                table.merge(batch, age);
            }
            return age;
        }
    }

    private BufferedInputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    }

    /** @return when it was written */
    private static long begin(DataInputStream in) throws IOException, MalformedBatchException {
        if (in.readLong() != MAGIC) {
            throw new MalformedBatchException("it is no snapshot of a table");
        }
        int version = in.readInt();
        if (version != VERSION) {
            throw new MalformedBatchException("it has version %d, not %d".formatted(version, VERSION));
        }
        return in.readLong();
    }

    private static int length(DataInputStream in) throws IOException, MalformedBatchException {
        int length = in.readInt();
        if (length < 0 || length > BATCH_BYTES) {
            throw new MalformedBatchException("it has a part of %d bytes".formatted(length));
        }
        return length;
    }

    private Loaded setAside(String why) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
        return new Loaded.Damaged(why, aside);
    }
}
