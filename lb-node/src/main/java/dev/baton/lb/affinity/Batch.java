package dev.baton.lb.affinity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Entries as bytes, big-endian; names stand in front once.
 *
 * <pre>
 * batch      version u8 = 1, names: count u16, (length u16, UTF-8) each; records to the end
 * record     kind u8, key 2 x i64, version i64, and
 * 0 entry    writer u16, backend u16, server u16 (both count the names), remaining u32 in tenths of a second
 * 1 forgot   the same
 * 2 dropped  nothing
 * </pre>
 */
final class Batch implements EntrySink {

    static final int VERSION = 1;
    static final int ENTRY = 0;
    static final int TOMBSTONE = 1;
    static final int DROP = 2;

    private static final int HEAD_BYTES = 3;
    private static final int ENTRY_BYTES = 1 + 3 * Long.BYTES + 3 * Short.BYTES + Integer.BYTES;
    private static final int DROP_BYTES = 1 + 3 * Long.BYTES;

    private final Names names;
    private final int now;
    private final int maxBytes;
    private final ByteBuffer records;
    private byte[][] dictionary = new byte[8][];
    private int[] ids = new int[8];
    private int count;
    private int dictionaryBytes;
    private int recordCount;

    /** @param maxBytes the batch is not longer; room for some records at least */
    Batch(Names names, int now, int maxBytes) {
        this.names = names;
        this.now = now;
        this.maxBytes = maxBytes;
        records = ByteBuffer.allocate(maxBytes);
    }

    @Override
    public boolean entry(long high, long low, long version, long meta, int expiry) {
        int remaining = expiry - now;
        if (remaining <= 0) {
            return true;
        }
        int backend = index(Slots.backend(meta));
        int server = index(Slots.server(meta));
        if (!hasRoom(ENTRY_BYTES)) {
            return false;
        }
        records.put((byte) (Slots.isTombstone(meta) ? TOMBSTONE : ENTRY))
                .putLong(high)
                .putLong(low)
                .putLong(version)
                .putShort((short) Slots.writer(meta))
                .putShort((short) backend)
                .putShort((short) server)
                .putInt(remaining);
        recordCount++;
        return true;
    }

    @Override
    public boolean drop(long high, long low, long version) {
        if (!hasRoom(DROP_BYTES)) {
            return false;
        }
        records.put((byte) DROP).putLong(high).putLong(low).putLong(version);
        recordCount++;
        return true;
    }

    boolean isEmpty() {
        return records.position() == 0;
    }

    /** How many records are in it. */
    int count() {
        return recordCount;
    }

    /** The batch, or null when nothing is in it. */
    byte @Nullable [] bytes() {
        if (isEmpty()) {
            return null;
        }
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + dictionaryBytes + records.position());
        out.put((byte) VERSION).putShort((short) count);
        for (int i = 0; i < count; i++) {
            out.putShort((short) dictionary[i].length).put(dictionary[i]);
        }
        out.put(records.flip());
        return out.array();
    }

    private boolean hasRoom(int bytes) {
        return HEAD_BYTES + dictionaryBytes + records.position() + bytes <= maxBytes;
    }

    private int index(int id) {
        for (int i = 0; i < count; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            dictionary = Arrays.copyOf(dictionary, 2 * count);
        }
        ids[count] = id;
        dictionary[count] = names.name(id).getBytes(UTF_8);
        dictionaryBytes += Short.BYTES + dictionary[count].length;
        return count++;
    }
}
