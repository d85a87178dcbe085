package dev.baton.lb.tls;

/**
 * One block of a PEM file.
 *
 * @param label what stands behind {@code BEGIN}
 * @param headers whether there are lines like {@code Proc-Type:} before the data (RFC 1421), as in keys with a password
 * @param data what the base 64 says
 * @param line where the block begins, counted from 1
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record PemBlock(String label, boolean headers, byte[] data, int line) {

    boolean isCertificate() {
        return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE") || label.equals("TRUSTED CERTIFICATE");
    }

    boolean isKey() {
        return label.endsWith("PRIVATE KEY");
    }
}
