package dev.baton.lb.affinity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Puts what a {@link Batch} holds into a table. */
final class BatchReader {

    private final AffinityTable table;
    private final int elapsed;
    private final int now;
    private int[] ids = {};

    /** @param elapsed tenths of a second since the batch was written, as far as is known */
    BatchReader(AffinityTable table, int elapsed) {
        this.table = table;
        this.elapsed = elapsed;
        now = table.now();
    }

    /**
     * What stands in front of a fault has been taken then, which does no harm: each record is whole by itself.
     *
     * @throws MalformedBatchException if it is not a batch
     */
    void merge(byte[] batch) throws MalformedBatchException {
        ByteBuffer in = ByteBuffer.wrap(batch);
        try {
            int version = in.get();
            if (version != Batch.VERSION) {
                throw new MalformedBatchException("a batch of version %d, not %d".formatted(version, Batch.VERSION));
            }
            readNames(in);
            while (in.hasRemaining()) {
                record(in);
            }
        } catch (BufferUnderflowException _) {
            throw new MalformedBatchException("a batch of %d bytes ends within a record".formatted(batch.length));
        }
    }

    private void readNames(ByteBuffer in) throws MalformedBatchException {
        int count = in.getShort() & 0xFFFF;
        if (count * Short.BYTES > in.remaining()) {
            throw new MalformedBatchException("a batch with %d names in %d bytes".formatted(count, in.remaining()));
        }
        ids = new int[count];
        for (int i = 0; i < count; i++) {
            int length = in.getShort() & 0xFFFF;
            if (length > in.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] name = new byte[length];
            in.get(name);
            ids[i] = table.names().id(new String(name, UTF_8));
        }
    }

    private void record(ByteBuffer in) throws MalformedBatchException {
        int kind = in.get();
        long high = in.getLong();
        long low = in.getLong();
        long version = in.getLong();
        switch (kind) {
            case Batch.ENTRY -> entry(in, high, low, version, 0);
            case Batch.TOMBSTONE -> entry(in, high, low, version, Slots.TOMBSTONE);
            case Batch.DROP -> table.segmentOf(high).drop(high, low, version);
            default -> throw new MalformedBatchException("a record of kind %d".formatted(kind));
        }
    }

    private void entry(ByteBuffer in, long high, long low, long version, long flags) throws MalformedBatchException {
        int writer = in.getShort() & 0xFFFF;
        int backend = id(in.getShort() & 0xFFFF);
        int server = id(in.getShort() & 0xFFFF);
        int remaining = in.getInt() - elapsed;
        if (remaining > AffinityTable.MAX_TICKS) {
            throw new MalformedBatchException("an entry that lives for %d tenths of a second".formatted(remaining));
        }
        table.clock().observe(version);
        if (remaining > 0 && backend >= 0 && server >= 0) {
            table.segmentOf(high)
                    .merge(high, low, version, Slots.meta(backend, server, writer, flags), now + remaining, now);
        }
    }

    private int id(int index) throws MalformedBatchException {
        if (index >= ids.length) {
            throw new MalformedBatchException("name %d of %d".formatted(index, ids.length));
        }
        return ids[index];
    }
}
