package dev.baton.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@link StickyClients} that run in a host of the lab. Frontends for those known by header {@code X-Client}, query
 * {@code sid}, learned cookie {@code SID}, source address and the name they ask for by TLS are asked at ports 83 to 87.
 */
public final class StickyCrowd {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ASKED = Pattern.compile("asked (\\d+) moved (\\d+) oldest (-?[0-9.]+)");

    private final RunningProgram program;
    private int answers;

    /**
     * What came of asking everybody again.
     *
     * @param asked how many
     * @param moved how many another server answered
     * @param oldestMillis how long before the first failure the oldest of those had met its server
     */
    public record Second(int asked, int moved, double oldestMillis) {}

    private StickyCrowd(RunningProgram program) {
        this.program = program;
    }

    /** Gives the host 10.10.0.0/16, to which all others need a route, and starts the program. */
    public static StickyCrowd start(Lab lab, Host host) {
        host.exec("ip", "route", "add", "local", "10.10.0.0/16", "dev", "lo").orThrow();
        List<String> command = new ArrayList<>(LabPrograms.java(StickyClients.class, "-Xmx128m"));
        RunningProgram program = host.start(lab.directory().resolve("crowd-" + System.nanoTime() + ".log"), command);
        program.awaitLine("^ready$", PATIENCE);
        return new StickyCrowd(program);
    }

    /** New clients ask once each, as fast as it goes. */
    public void meet(String address, String kind, int from, int count) {
        program.send("meet %s %s %d %d".formatted(address, kind.toUpperCase(Locale.ROOT), from, count));
        answer("met");
    }

    /** New clients ask, that many a second, until {@link #end}. */
    public void flood(String address, String kind, int from, int rate) {
        program.send("flood %s %s %d %d".formatted(address, kind.toUpperCase(Locale.ROOT), from, rate));
    }

    /** @return how many clients there are now that know their server */
    public int end() {
        program.send("end");
        return Integer.parseInt(answer("flooded ").substring("flooded ".length()));
    }

    /** All clients ask again. */
    public Second askAgain(String address) {
        program.send("ask " + address);
        Matcher matcher = ASKED.matcher(answer("asked"));
        if (!matcher.find()) {
            throw new LabException("the clients said nothing that can be read");
        }
        return new Second(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Double.parseDouble(matcher.group(3)));
    }

    /** Answers are numbered in the order of the questions. */
    private String answer(String word) {
        String line = program.awaitLine("^" + ++answers + " ", PATIENCE);
        String text = line.substring(line.indexOf(' ') + 1);
        if (!text.startsWith(word)) {
            throw new LabException("the clients said \"" + text + "\" instead of " + word);
        }
        return text;
    }
}
