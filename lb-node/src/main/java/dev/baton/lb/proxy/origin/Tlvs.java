package dev.baton.lb.proxy.origin;

import java.util.zip.CRC32C;

/** What follows the addresses in version 2 (section 2.2.1): skipped, but for a checksum (section 2.2.3). */
final class Tlvs {

    private static final int HEADER = 3;
    private static final int CRC32C = 3;
    private static final int CRC_BYTES = 4;

    private Tlvs() {}

    /**
     * @param from where they begin
     * @param whole where the header ends
     * @return what is wrong with them; empty when nothing is
     */
    static String problem(byte[] bytes, int from, int whole) {
        int checksum = -1;
        int at = from;
        while (at < whole) {
            if (whole - at < HEADER) {
                return "a PROXY header with half a TLV";
            }
            int length = ((bytes[at + 1] & 0xff) << 8) | (bytes[at + 2] & 0xff);
            if (length > whole - at - HEADER) {
                return "a PROXY header with a TLV that goes beyond it";
            }
            if (bytes[at] == CRC32C) {
                if (length != CRC_BYTES || checksum >= 0) {
                    return "a PROXY header with a checksum that is none";
                }
                checksum = at + HEADER;
            }
            at += HEADER + length;
        }
        return checksum < 0 || isRight(bytes, checksum, whole) ? "" : "a PROXY header with a wrong checksum";
    }

    /** The checksum is that of the whole header with zeros in its own place. */
    private static boolean isRight(byte[] bytes, int at, int whole) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, at);
        sum.update(new byte[CRC_BYTES]);
        sum.update(bytes, at + CRC_BYTES, whole - at - CRC_BYTES);
        long written = 0;
        for (int i = 0; i < CRC_BYTES; i++) {
            written = (written << 8) | (bytes[at + i] & 0xff);
        }
        return sum.getValue() == written;
    }
}
