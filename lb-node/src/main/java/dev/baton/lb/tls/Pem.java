package dev.baton.lb.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Takes PEM apart (RFC 7468). What stands outside of blocks is a comment, as the text that openssl writes there. */
final class Pem {

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private final Path file;
    private final List<String> lines;
    private int at;

    private Pem(Path file, String text) {
        this.file = file;
        this.lines = text.lines().map(String::strip).toList();
    }

    /**
     * @param file what messages name
     * @return in the order of the file
     */
    static List<PemBlock> read(Path file, byte[] bytes) throws BadCertificateException {
        return new Pem(file, new String(bytes, StandardCharsets.ISO_8859_1)).blocks();
    }

    private List<PemBlock> blocks() throws BadCertificateException {
        List<PemBlock> blocks = new ArrayList<>();
        while (at < lines.size()) {
            String line = lines.get(at++);
            if (line.startsWith(BEGIN)) {
                blocks.add(block(line));
            } else if (line.startsWith(END)) {
                throw broken(at, "\"" + line + "\" ends what has not begun");
            }
        }
        return blocks;
    }

    private PemBlock block(String begin) throws BadCertificateException {
        int first = at;
        if (!begin.endsWith(DASHES) || begin.length() < BEGIN.length() + DASHES.length()) {
            throw broken(first, "\"" + begin + "\" does not end with " + DASHES);
        }
        String label = begin.substring(BEGIN.length(), begin.length() - DASHES.length());
        StringBuilder base64 = new StringBuilder();
        boolean headers = false;
        while (at < lines.size()) {
            String line = lines.get(at++);
            if (line.startsWith(DASHES)) {
                if (!line.equals(END + label + DASHES)) {
                    throw broken(
                            at,
                            "the block \"" + label + "\" of line " + first + " is not ended before \"" + line + "\"");
                }
                return new PemBlock(label, headers, decode(base64, first), first);
            }
            if (line.contains(":")) {
                headers = true;
            } else {
                base64.append(line);
            }
        }
        throw broken(first, "the block \"" + label + "\" has no end; is the file whole?");
    }

    private byte[] decode(StringBuilder base64, int line) throws BadCertificateException {
        try {
            return Base64.getDecoder().decode(base64.toString());
        } catch (IllegalArgumentException e) {
            throw new BadCertificateException(message(line, "the block is no base 64: " + e.getMessage()), e);
        }
    }

    private BadCertificateException broken(int line, String what) {
        return new BadCertificateException(message(line, what));
    }

    private String message(int line, String what) {
        return file + ": broken PEM, line " + line + ": " + what + "; copy the file again from where it was issued";
    }
}
