package dev.baton.lb.tls;

import java.io.ByteArrayOutputStream;

/** Writes the little of DER (X.690) that puts older keys into PKCS #8. */
final class Der {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    /** AlgorithmIdentifier of rsaEncryption with NULL for its parameters (RFC 8017, appendix A.1). */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    /** Object identifier of id-ecPublicKey (RFC 5480, section 2.1.1). */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private Der() {}

    /** A key of {@code RSA PRIVATE KEY} (PKCS #1) as PKCS #8 (RFC 5958). */
    static byte[] pkcs8OfRsa(byte[] key) {
        return tlv(SEQUENCE, VERSION_0, RSA, tlv(OCTET_STRING, key));
    }

    /**
     * A key of {@code EC PRIVATE KEY} (RFC 5915) as PKCS #8.
     *
     * @param curve the object identifier of its curve, with tag and length
     */
    static byte[] pkcs8OfEc(byte[] key, byte[] curve) {
        return tlv(SEQUENCE, VERSION_0, tlv(SEQUENCE, EC, curve), tlv(OCTET_STRING, key));
    }

    /**
     * The curve that a key of RFC 5915 names: an object identifier in the element with the context tag 0.
     *
     * @return with tag and length; empty when it is not there
     */
    static byte[] curveOf(byte[] key) {
        for (int at = 0; at + 4 < key.length; at++) {
            boolean tagged = (key[at] & 0xff) == 0xa0 && key[at + 2] == 0x06 && key[at + 1] == key[at + 3] + 2;
            if (tagged && key[at + 3] > 0 && at + 4 + key[at + 3] <= key.length) {
                byte[] curve = new byte[2 + key[at + 3]];
                System.arraycopy(key, at + 2, curve, 0, curve.length);
                return curve;
            }
        }
        return new byte[0];
    }

    private static byte[] tlv(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
