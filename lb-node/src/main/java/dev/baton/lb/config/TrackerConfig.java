package dev.baton.lb.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Something on a node that speaks for or against its being master of a group.
 *
 * @param name the tracker's name, unique in its group
 * @param weight added to the node's priority while the tracker fails, -253 to 253; with 0 a failure is a FAULT
 * @param what what is looked at
 */
public record TrackerConfig(String name, int weight, What what) {

    /** What a tracker looks at. */
    public sealed interface What {}

    /** The carrier of an interface, which is told by the kernel. */
    public record Carrier(String interfaceName) implements What {}

    /** What has to be asked again and again. */
    public sealed interface Polled extends What {
        Rhythm rhythm();
    }

    /**
     * A program whose exit status 0 says that all is well.
     *
     * @param timeout after which it is killed
     */
    public record Script(Path program, List<String> args, Duration timeout, Rhythm rhythm) implements Polled {
        public Script {
            args = List.copyOf(args);
        }
    }

    /** A process that must run. */
    public record Running(String process, Rhythm rhythm) implements Polled {}

    /**
     * A neighbour that must answer on an interface.
     *
     * @param timeout how long an answer may take
     */
    public record Gateway(InetAddress address, String interfaceName, Duration timeout, Rhythm rhythm)
            implements Polled {}

    /**
     * How often one looks, and how often in a row it takes to change one's mind.
     *
     * @param interval from the end of one look to the next
     * @param rise good looks in a row that end a failure
     * @param fall bad looks in a row that begin one
     */
    public record Rhythm(Duration interval, int rise, int fall) {}
}
