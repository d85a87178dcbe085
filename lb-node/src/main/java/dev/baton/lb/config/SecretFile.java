package dev.baton.lb.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Reads files that hold a secret; a weak or readable one is refused. */
public final class SecretFile {

    /** Fewer bytes than this can be guessed (NIST SP 800-107: a MAC key of at least 112 bits; rounded up). */
    public static final int MIN_BYTES = 16;

    private static final int MAX_BYTES = 64 * 1024;

    private SecretFile() {}

    /**
     * @param key of the configuration, for messages
     * @throws IOException if the file cannot be used; the message says why and what to do, and nothing of what is in it
     */
    public static byte[] read(String key, Path file) throws IOException {
        String made = "; make one with: (umask 077; head -c 32 /dev/urandom | base64 > " + file + ")";
        if (!Files.isReadable(file)) {
            throw new IOException(key + " " + file + " cannot be read" + made);
        }
        if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException(key + " " + file + " can be read by everybody; run: chmod 600 " + file);
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(key + " " + file + " is larger than 64 KiB; is it the right file?");
        }
        byte[] secret = Files.readAllBytes(file);
        if (secret.length < MIN_BYTES) {
            throw new IOException(
                    key + " " + file + " holds " + secret.length + " bytes; it needs at least " + MIN_BYTES + made);
        }
        return secret;
    }
}
