package dev.baton.ha.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What kind of cluster a seed makes, and on what kind of network.
 *
 * @param nodes their names
 * @param priorities base priority of each node in each group, by group and node
 * @param paths the heartbeat networks; true for one that is the service LAN itself
 * @param probe whether the LAN is asked before silence moves addresses
 * @param witness whether the gateway tells a node that it is cut off
 * @param debounce how long a link must be back before that counts
 * @param syncing whether a node that starts is out of sync for a while
 * @param weather how bad the networks and the loops are
 */
record Scenario(
        List<String> nodes,
        List<List<Integer>> priorities,
        List<Boolean> paths,
        Duration heartbeat,
        Duration lease,
        boolean preempt,
        Duration preemptDelay,
        boolean probe,
        boolean quorum,
        boolean witness,
        Duration debounce,
        boolean syncing,
        Weather weather) {

    static final Duration START_DELAY = Duration.ofMillis(500);

    /**
     * How bad the networks and the loops are while faults rage.
     *
     * @param loss share of heartbeats lost on each way, 0 to 1
     * @param lostInRow at most so many are lost one after the other on one way of one network
     * @param duplication share of heartbeats that come twice
     * @param delayNanos the longest way
     * @param jitterNanos how late a loop may take its turn
     */
    record Weather(double loss, int lostInRow, double duplication, long delayNanos, long jitterNanos) {

        static final Weather CALM = new Weather(0, 0, 0, millis(1), 0);

        /** Whether no heartbeat can be missed for as long as it takes to be thought dead. */
        boolean gentle() {
            return lostInRow <= 1 && delayNanos <= millis(20);
        }
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    static Scenario draw(SplittableRandom random) {
        int size = random.nextInt(10) < 5 ? 2 : random.nextInt(10) < 6 ? 3 : random.nextInt(4, 6);
        int groups = random.nextInt(8) == 0 ? 2 : 1;
        List<List<Integer>> priorities = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            List<Integer> row = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                row.add(random.nextBoolean() ? 100 : random.nextInt(1, 255));
            }
            priorities.add(row);
        }
        return new Scenario(
                IntStream.rangeClosed(1, size).mapToObj(i -> "lb" + i).toList(),
                priorities,
                paths(random),
                Duration.ofMillis(new int[] {30, 50, 100, 100}[random.nextInt(4)]),
                Duration.ofSeconds(random.nextInt(3) == 0 ? 1 : 2),
                random.nextBoolean(),
                Duration.ofMillis(new int[] {100, 300, 900}[random.nextInt(3)]),
                random.nextInt(8) > 0,
                size > 2 && random.nextInt(3) == 0,
                random.nextInt(4) == 0,
                Duration.ofMillis(random.nextInt(4) == 0 ? 300 : 0),
                random.nextBoolean(),
                weather(random));
    }

    private static List<Boolean> paths(SplittableRandom random) {
        List<Boolean> paths = new ArrayList<>();
        paths.add(random.nextInt(4) == 0);
        if (random.nextInt(3) == 0) {
            paths.add(!paths.getFirst() && random.nextBoolean());
        }
        return paths;
    }

    private static Weather weather(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0, 1 -> Weather.CALM;
            case 2 ->
                new Weather(
                        random.nextDouble(0.2), 1, random.nextDouble(0.3), millis(random.nextInt(1, 20)), millis(8));
            default ->
                new Weather(
                        random.nextDouble(0.4),
                        random.nextInt(1, 6),
                        random.nextDouble(0.3),
                        millis(random.nextInt(1, 120)),
                        millis(random.nextInt(1, 60)));
        };
    }

    int groups() {
        return priorities.size();
    }

    boolean onlyOnLan() {
        return paths.stream().allMatch(lan -> lan);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int group = 0; group < groups(); group++) {
            text.append("group g").append(group).append(": ");
            for (int i = 0; i < nodes.size(); i++) {
                text.append(nodes.get(i))
                        .append(" priority ")
                        .append(priorities.get(group).get(i))
                        .append(", ");
            }
        }
        return text + "heartbeats on "
                + paths.stream()
                        .map(lan -> lan ? "the LAN" : "a network of their own")
                        .toList()
                + " every " + heartbeat.toMillis() + " ms, lease " + lease.toSeconds() + " s, preempt " + preempt
                + " after " + preemptDelay.toMillis() + " ms, probe " + probe + ", quorum " + quorum + ", witness "
                + witness + ", debounce " + debounce.toMillis() + " ms, " + weather;
    }
}
