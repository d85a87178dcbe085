package dev.baton.lb.config;

import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * From YAML text to its tree of nodes, where every key and value knows its line and column. Nothing is constructed from
 * the tree by the YAML library, so a file cannot name a Java type; size, depth and aliases are bounded.
 */
final class YamlDocument {

    /** A thousand backends fit many times; what is larger is the wrong file. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 50;

    /** Characters that mean something to YAML at the beginning of a value and puzzle whoever meant an address. */
    private static final String NEEDS_QUOTES = "*[{@`%";

    /** Characters that end a value within a flow collection, where a URL or a template may have them. */
    private static final String ENDS_VALUE = "?{[";

    private YamlDocument() {}

    /** The root of the tree. */
    static Node compose(String file, String yaml) throws ConfigException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        @Nullable Node root;
        try {
            root = new Yaml(options).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            throw new ConfigException(syntaxProblem(file, yaml, e));
        } catch (ReaderException e) {
            String character = "U+%04X".formatted(e.getCodePoint());
            throw new ConfigException(
                    problemAt(file, yaml, e.getPosition(), "the character " + character + " is not allowed in YAML"));
        } catch (RuntimeException e) {
            // Limits are reported without a place; so are the parser's own slips ("\UFFFFFFFF" is a
            // NumberFormatException in SnakeYAML 2.5), and a bad file must not end a running node.
            throw new ConfigException(new Problem(file, 0, 0, "not valid YAML: " + e.getMessage()));
        }
        if (root == null) {
            throw new ConfigException(new Problem(file, 0, 0, "the file is empty; docs/configuration.md has examples"));
        }
        return root;
    }

    /** A problem at a character, counted from 0. */
    static Problem problemAt(String file, String text, int codePointIndex, String message) {
        int end = text.offsetByCodePoints(0, Math.min(codePointIndex, text.codePointCount(0, text.length())));
        int lineStart = text.lastIndexOf('\n', end - 1) + 1;
        int line = 1
                + (int) text.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new Problem(file, line, text.codePointCount(lineStart, end) + 1, message);
    }

    private static Problem syntaxProblem(String file, String yaml, MarkedYAMLException e) {
        Mark mark = e.getProblemMark();
        String hint = endsInTheMiddle(yaml, mark)
                ? "; in braces and brackets a value ends at one of " + ENDS_VALUE
                        + ": put quotes around one that has it"
                : startsLikeAnAddress(yaml, mark)
                        ? "; put quotes around a value that begins with one of " + NEEDS_QUOTES
                        : "";
        return new Problem(file, mark.getLine() + 1, mark.getColumn() + 1, "not valid YAML: " + describe(e) + hint);
    }

    private static String describe(MarkedYAMLException e) {
        // The library's advice about tabs is right for tabs only.
        if (e.getProblem().contains("TAB")) {
            return "a tab cannot indent YAML; use spaces";
        }
        String problem = e.getProblem().replaceFirst(" \\(Do not use .*", "");
        if (e.getContext() == null) {
            return problem;
        }
        String begin = e.getContextMark() != null
                        && e.getContextMark().getLine() != e.getProblemMark().getLine()
                ? " that begins on line " + (e.getContextMark().getLine() + 1)
                : "";
        return e.getContext().startsWith("while ")
                ? problem + " " + e.getContext() + begin
                : e.getContext() + " " + problem;
    }

    /** Whether one of these characters is right behind others of a value. */
    private static boolean endsInTheMiddle(String yaml, Mark mark) {
        String line = yaml.lines().skip(mark.getLine()).findFirst().orElse("");
        int at = mark.getColumn();
        return at > 0
                && at < line.length()
                && ENDS_VALUE.indexOf(line.charAt(at)) >= 0
                && " \t,:[{".indexOf(line.charAt(at - 1)) < 0;
    }

    private static boolean startsLikeAnAddress(String yaml, Mark mark) {
        String line = yaml.lines().skip(mark.getLine()).findFirst().orElse("");
        int from = Math.max(0, mark.getColumn() - 1);
        int to = Math.min(line.length(), mark.getColumn() + 1);
        return from < to && line.substring(from, to).chars().anyMatch(c -> NEEDS_QUOTES.indexOf(c) >= 0);
    }
}
