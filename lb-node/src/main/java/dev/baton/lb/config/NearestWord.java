package dev.baton.lb.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody meant to write. Pure. */
public final class NearestWord {

    /** In a longer list a guess helps nobody, and comparing with all of it would take its time. */
    private static final int MAX_CANDIDATES = 256;

    private NearestWord() {}

    /**
     * The candidate nearest to a word, if one is near: one slip in three letters (at least one), or the word is the
     * beginning of the candidate. Upper and lower case are the same. Of two equally near ones the first is taken.
     */
    public static Optional<String> of(String word, Collection<String> candidates) {
        String wanted = word.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, wanted.length() / 3);
        return candidates.stream()
                .limit(MAX_CANDIDATES)
                .filter(candidate -> Math.abs(candidate.length() - wanted.length()) <= limit
                        || startsWith(candidate.toLowerCase(Locale.ROOT), wanted))
                .map(candidate -> new Scored(candidate, score(wanted, candidate.toLowerCase(Locale.ROOT))))
                .filter(scored -> scored.distance <= limit)
                .min(Comparator.comparingInt(Scored::distance))
                .map(Scored::word);
    }

    /** {@code ; did you mean "interface"?}, or nothing when no candidate is near. */
    static String hint(String word, Collection<String> candidates) {
        return of(word, candidates)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse("");
    }

    private static int score(String wanted, String candidate) {
        return startsWith(candidate, wanted) ? Math.min(1, distance(wanted, candidate)) : distance(wanted, candidate);
    }

    private static boolean startsWith(String candidate, String wanted) {
        return wanted.length() >= 3 && candidate.startsWith(wanted);
    }

    /**
     * Levenshtein's distance, with two neighbours swapped as one slip ("optimal string alignment"), the commonest slip
     * of fast typists.
     */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 ? j : j == 0 ? i : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + same);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }

    private record Scored(String word, int distance) {}
}
