package dev.baton.lb.proxy.origin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What a header of version 2 tells of the client's TLS (sections 2.2.2, 2.2.3 and 2.2.6). */
public final class SecurityTlvs {

    private static final int ALPN = 0x01;
    private static final int AUTHORITY = 0x02;
    private static final int SSL = 0x20;
    private static final int VERSION = 0x21;
    private static final int COMMON_NAME = 0x22;
    private static final int CIPHER = 0x23;

    private static final int CLIENT_SSL = 0x01;

    /** Shown in this session, whether on this connection or on the one that it was resumed from. */
    private static final int CLIENT_CERT_SESS = 0x04;

    private static final byte[] VERIFIED = new byte[4];

    /** Far more than any of them has, and little enough for the header. */
    private static final int MAX_VALUE = 512;

    private SecurityTlvs() {}

    /**
     * @param protocol the version, as {@code TLSv1.3}
     * @param cipher the suite
     * @param name what the client has asked for; empty for none
     * @param alpn what was agreed on; empty for none
     * @param certified whether it has shown a certificate, which was verified then
     * @param commonName of the certificate; empty for none
     */
    public static byte[] of(
            String protocol, String cipher, String name, String alpn, boolean certified, String commonName) {
        byte[] state = {(byte) (certified ? CLIENT_SSL | CLIENT_CERT_SESS : CLIENT_SSL)};
        byte[] ssl = join(
                state,
                VERIFIED,
                tlv(VERSION, protocol.getBytes(US_ASCII)),
                text(COMMON_NAME, commonName),
                tlv(CIPHER, cipher.getBytes(US_ASCII)));
        return join(text(ALPN, alpn), text(AUTHORITY, name), tlv(SSL, ssl));
    }

    private static byte[] text(int type, String value) {
        return value.isEmpty() ? new byte[0] : tlv(type, value.getBytes(UTF_8));
    }

    private static byte[] tlv(int type, byte[] value) {
        byte[] kept = value.length <= MAX_VALUE ? value : Arrays.copyOf(value, MAX_VALUE);
        return join(new byte[] {(byte) type, (byte) (kept.length >> 8), (byte) kept.length}, kept);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
