package dev.baton.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a Markdown document that a program writes, between two comments that do not show. */
public record GeneratedPart(String begin, String end) {

    public static GeneratedPart of(String name) {
        return new GeneratedPart("<!-- begin " + name + " -->", "<!-- end " + name + " -->");
    }

    public void replace(Path document, String content) throws IOException {
        Files.writeString(document, replaced(Files.readString(document), content));
    }

    /** @throws IllegalArgumentException if the comments are not there */
    String replaced(String document, String content) {
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the document has no \"%s\" ... \"%s\"".formatted(begin, end));
        }
        return document.substring(0, from + begin.length()) + "\n" + content + "\n" + document.substring(to);
    }
}
