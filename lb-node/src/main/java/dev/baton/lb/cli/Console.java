package dev.baton.lb.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The operator's terminal: answers on standard output, complaints on standard error. */
final class Console {

    private Console() {}

    @SuppressWarnings("SystemOut")
    static void out(String line) {
        System.out.println(line);
    }

    /** Words for people, as wide as their terminal. */
    static void say(String words) {
        new Paragraphs(Paragraphs.terminalWidth()).lines("", words).forEach(Console::out);
    }

    /** Standard output as it is, for what is no answer but a stream of lines. */
    static OutputStream output() {
        return new FileOutputStream(FileDescriptor.out);
    }

    @SuppressWarnings("SystemOut")
    static void err(String line) {
        System.err.println(line);
    }

    /** The whole story of a failure, for {@code --verbose}. */
    @SuppressWarnings("SystemOut")
    static void trace(Throwable failure) {
        failure.printStackTrace(System.err);
    }

    /** Whether answers may carry colour: a terminal reads them and NO_COLOR does not forbid it. */
    static boolean colour() {
        String noColor = System.getenv("NO_COLOR");
        return (noColor == null || noColor.isEmpty()) && isTerminal();
    }

    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    static boolean isTerminal() {
        java.io.Console terminal = System.console();
        return terminal != null && terminal.isTerminal();
    }

    /**
     * Whether all of the answer has left the program; says so if not. A reader that has gone has had enough of it. A stream
     * that failed does not say why, so another line is tried.
     */
    static boolean isWritten() {
        if (!nobodyReads()) {
            return true;
        }
        try (OutputStream raw = output()) {
            raw.write('\n');
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                return true;
            }
            err("baton: the answer could not be written: " + e.getMessage());
            return false;
        }
        err("baton: not all of the answer could be written");
        return false;
    }

    /** Whether whoever read standard output has gone. */
    @SuppressWarnings("SystemOut")
    static boolean nobodyReads() {
        return System.out.checkError();
    }
}
