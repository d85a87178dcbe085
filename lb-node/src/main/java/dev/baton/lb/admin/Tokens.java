package dev.baton.lb.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lb.config.SecretFile;
import dev.baton.lb.tls.FileStamps;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Words that let in whoever knows them. They are compared in a time that says nothing of them, and are in no message. */
public final class Tokens {

    private static final Logger log = LoggerFactory.getLogger(Tokens.class);

    private static final String SCHEME = "Bearer ";

    /** What a field of HTTP can carry as one word (RFC 6750, section 2.1, allows less). */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private final List<Source> sources = new ArrayList<>();
    private volatile List<Known> known = List.of();
    private String stamps = "";

    private record Source(String key, Path file, Right right) {}

    /** A token as it is remembered. */
    private static final class Known {

        /** SHA-256 of the word: what is compared has the same length whatever is shown. */
        private final byte[] digest;

        private final Right right;

        Known(String word, Right right) {
            this.digest = digest(word);
            this.right = right;
        }
    }

    private Tokens(Optional<Path> reading, Optional<Path> changing) {
        reading.ifPresent(file -> sources.add(new Source("read_token_file", file, Right.READ)));
        changing.ifPresent(file -> sources.add(new Source("write_token_file", file, Right.CHANGE)));
    }

    /** @throws IOException if one of the files cannot be used; the message says why and what to do */
    public static Tokens read(Optional<Path> reading, Optional<Path> changing) throws IOException {
        Tokens tokens = new Tokens(reading, changing);
        tokens.stamps = tokens.stamp();
        tokens.known = tokens.readAll();
        return tokens;
    }

    /** What a request with this {@code Authorization} may ask for. */
    Right right(@Nullable String authorization) {
        Right right = Right.NOTHING;
        if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            byte[] shown = digest(authorization.substring(SCHEME.length()).strip());
            for (Known each : known) {
                // All of them, whatever the first one says.
                if (MessageDigest.isEqual(shown, each.digest) && each.right.covers(right)) {
                    right = each.right;
                }
            }
        }
        return right;
    }

    /** Takes what the files hold now; what was good stays where they hold nothing good. One look at a time. */
    public void look() {
        String now = stamp();
        if (now.equals(stamps)) {
            return;
        }
        stamps = now;
        try {
            known = readAll();
            log.info("admin.https: tokens were read again");
        } catch (IOException e) {
            log.warn("admin.https: goes on with the tokens that it had: {}", e.getMessage());
        }
    }

    private String stamp() {
        return FileStamps.of(sources.stream().map(Source::file).toList());
    }

    private List<Known> readAll() throws IOException {
        List<Known> all = new ArrayList<>();
        for (Source source : sources) {
            String word = new String(SecretFile.read(source.key(), source.file()), UTF_8).strip();
            if (word.length() < SecretFile.MIN_BYTES || !TOKEN.matcher(word).matches()) {
                throw new IOException(source.key() + " " + source.file() + " holds no token: one line of "
                        + SecretFile.MIN_BYTES + " letters, digits and signs at least, without blanks");
            }
            all.add(new Known(word, source.right()));
        }
        return List.copyOf(all);
    }

    private static byte[] digest(String word) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(word.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
