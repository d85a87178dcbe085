package dev.baton.lb.cli;

import dev.baton.lb.config.ClusterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** Reads the cluster's key; a weak or readable one is refused. */
final class SecretFile {

    /** Fewer bytes than this can be guessed (NIST SP 800-107: a MAC key of at least 112 bits; rounded up). */
    static final int MIN_BYTES = 16;

    private SecretFile() {}

    static Optional<byte[]> read(ClusterConfig cluster) throws IOException {
        if (cluster.secretFile().isEmpty()) {
            return Optional.empty();
        }
        Path file = cluster.secretFile().get();
        if (!Files.isReadable(file)) {
            throw new IOException("secret_file " + file + " cannot be read; make one with: head -c 32 /dev/urandom > "
                    + file + " && chmod 600 " + file);
        }
        if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException("secret_file " + file + " can be read by everybody; run: chmod 600 " + file);
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length < MIN_BYTES) {
            throw new IOException("secret_file " + file + " holds " + key.length + " bytes; it needs at least "
                    + MIN_BYTES + "; make one with: head -c 32 /dev/urandom > " + file);
        }
        return Optional.of(key);
    }
}
