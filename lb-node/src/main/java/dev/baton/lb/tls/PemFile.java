package dev.baton.lb.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a file holds.
 *
 * @param file the file
 * @param certificates in its order
 * @param key the first one, if there is one
 */
record PemFile(Path file, List<X509Certificate> certificates, Optional<PrivateKey> key) {

    /** A chain has some 5 KiB; bundles of authorities have some 200 KiB. */
    private static final int MAX_BYTES = 1 << 20;

    static PemFile read(Path file) throws BadCertificateException {
        List<PemBlock> blocks = Pem.read(file, bytes(file));
        List<X509Certificate> certificates = new ArrayList<>();
        Optional<PrivateKey> key = Optional.empty();
        for (PemBlock block : blocks) {
            if (block.isCertificate()) {
                certificates.add(certificate(file, block));
            } else if (block.isKey() && key.isEmpty()) {
                requireSecret(file);
                key = Optional.of(PrivateKeys.read(file, block));
            }
        }
        return new PemFile(file, List.copyOf(certificates), key);
    }

    private static byte[] bytes(Path file) throws BadCertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new BadCertificateException(file + ": larger than 1 MiB; is it the right file?");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new BadCertificateException(file + ": there is no such file; every node needs it", e);
        } catch (AccessDeniedException e) {
            throw new BadCertificateException(
                    file + ": this user may not read it; give it to the group that Baton runs as: chgrp baton " + file
                            + " && chmod 640 " + file,
                    e);
        } catch (IOException e) {
            throw new BadCertificateException(file + ": cannot be read: " + e, e);
        }
    }

    private static void requireSecret(Path file) throws BadCertificateException {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new BadCertificateException(
                        file + ": holds a key and can be read by everybody; run: chmod o= " + file);
            }
        } catch (IOException e) {
            throw new BadCertificateException(file + ": cannot be read: " + e, e);
        }
    }

    private static X509Certificate certificate(Path file, PemBlock block) throws BadCertificateException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block.data()));
        } catch (CertificateException e) {
            throw new BadCertificateException(
                    file + ": broken PEM, line " + block.line() + ": the block is no certificate: " + e.getMessage()
                            + "; copy the file again from where it was issued",
                    e);
        }
    }
}
