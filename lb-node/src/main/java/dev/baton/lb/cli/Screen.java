package dev.baton.lb.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A terminal that is drawn anew and heeds single keys, or whatever else standard output is, which does neither. */
final class Screen implements AutoCloseable {

    private static final File TERMINAL = new File("/dev/tty");
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";
    private static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l";
    private static final String FORMER_SCREEN = "\u001b[?25h\u001b[?1049l";
    private static final int END = -1;

    private final boolean terminal;
    private final LinkedBlockingQueue<Integer> keys = new LinkedBlockingQueue<>();
    private final Thread restorer = new Thread(this::restore, "baton-screen");

    private Screen(boolean terminal) {
        this.terminal = terminal;
    }

    static Screen open() throws IOException {
        Screen screen = new Screen(Console.isTerminal());
        if (screen.terminal) {
            Runtime.getRuntime().addShutdownHook(screen.restorer); // Also after Ctrl-C.
            stty("-icanon", "-echo");
            print(OTHER_SCREEN);
            Thread.ofPlatform().daemon().name("baton-keys").start(screen::read);
        }
        return screen;
    }

    boolean isTerminal() {
        return terminal;
    }

    void show(List<String> lines) {
        if (terminal) {
            print(HOME_AND_CLEAR);
        }
        lines.forEach(Console::out);
    }

    /** Whether somebody wants no more; waits for that long. */
    boolean quits(Duration patience) throws InterruptedException {
        Integer key = keys.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        return key != null && (key == 'q' || key == 'Q' || key == END);
    }

    private void read() {
        try (InputStream in = Files.newInputStream(Path.of(TERMINAL.getPath()))) {
            int key;
            do {
                key = in.read();
                keys.add(key);
            } while (key != END);
        } catch (IOException _) {
            keys.add(END);
        }
    }

    @Override
    public void close() {
        if (terminal) {
            restore();
            Runtime.getRuntime().removeShutdownHook(restorer);
        }
    }

    private void restore() {
        print(FORMER_SCREEN);
        try {
            stty("icanon", "echo");
        } catch (IOException e) {
            Console.err("baton: the terminal's settings could not be restored; \"stty sane\" does (" + e.getMessage()
                    + ")");
        }
    }

    private static void stty(String... settings) throws IOException {
        ProcessBuilder stty = new ProcessBuilder(List.of("stty", settings[0], settings[1]));
        try {
            stty.redirectInput(TERMINAL).start().waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(String control) {
        System.out.print(control);
        System.out.flush();
    }
}
