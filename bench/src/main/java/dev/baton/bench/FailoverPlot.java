package dev.baton.bench;

import dev.baton.lab.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The outages as a drawing (SVG): one line for each fault and contender, one dot for each run, a bar at the median. The
 * axis is logarithmic, since the contenders differ by powers of ten.
 */
record FailoverPlot(FailoverTable table) {
    private static final int LEFT = 320;
    private static final int WIDTH = 640;
    private static final int RIGHT = 40;
    private static final int TOP = 40;
    private static final int LINE = 22;
    private static final int BETWEEN_FAULTS = 12;
    private static final int BOTTOM = 30;

    /** From 1 ms to 100 s. */
    private static final int DECADES = 5;

    private static final String STYLE = """
            <style>
              text { font: 13px sans-serif; fill: #222 }
              .fault { font-weight: bold }
              .axis { fill: #666; text-anchor: middle }
              .name { text-anchor: end }
              .grid { stroke: #ddd }
              .baton { fill: #0a6ebd; stroke: #0a6ebd }
              .keepalived { fill: #b5651d; stroke: #b5651d }
              circle { fill-opacity: 0.35; stroke: none }
              rect.ground { fill: #fff }
            </style>
            """;

    private record Line(Fault fault, Contender contender, List<Measurement> runs, int y) {}

    String svg() {
        List<Line> lines = lines();
        int height = (lines.isEmpty() ? TOP : lines.getLast().y()) + BOTTOM;
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n"
                .formatted(LEFT + WIDTH + RIGHT, height));
        svg.append("<title>Outage seen by a client</title>\n").append(STYLE);
        svg.append("<rect class=\"ground\" width=\"%d\" height=\"%d\"/>%n".formatted(LEFT + WIDTH + RIGHT, height));
        drawAxis(svg, height);
        Fault before = null;
        for (Line line : lines) {
            if (line.fault() != before) {
                svg.append("<text class=\"fault\" x=\"8\" y=\"%d\">%s</text>%n"
                        .formatted(line.y() + 4, line.fault().description()));
                before = line.fault();
            }
            draw(svg, line);
        }
        return svg.append("</svg>\n").toString();
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        int y = TOP + LINE / 2;
        for (Fault fault : Fault.values()) {
            int begun = lines.size();
            for (Contender contender : Contender.values()) {
                List<Measurement> runs = table.runs(contender, fault);
                if (!runs.isEmpty()) {
                    lines.add(new Line(fault, contender, runs, y));
                    y += LINE;
                }
            }
            y += lines.size() > begun ? BETWEEN_FAULTS : 0;
        }
        return lines;
    }

    private static void drawAxis(StringBuilder svg, int height) {
        for (int decade = 0; decade <= DECADES; decade++) {
            double x = x(Math.pow(10, decade));
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%1$.1f\" y1=\"%2$d\" x2=\"%1$.1f\" y2=\"%3$d\"/>%n",
                    x,
                    TOP - 8,
                    height - 8));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"axis\" x=\"%.1f\" y=\"%d\">%s</text>%n",
                    x,
                    TOP - 16,
                    decade < 3
                            ? Math.round(Math.pow(10, decade)) + " ms"
                            : Math.round(Math.pow(10, decade - 3)) + " s"));
        }
    }

    private static void draw(StringBuilder svg, Line line) {
        String style = line.contender().isKeepalived() ? "keepalived" : "baton";
        svg.append("<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>%n"
                .formatted(LEFT - 10, line.y() + 4, line.contender().title()));
        for (Measurement run : line.runs()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"%s\" cx=\"%.1f\" cy=\"%d\" r=\"4\"/>%n",
                    style,
                    x(run.outage()),
                    line.y()));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"2\" height=\"16\"/>%n",
                style,
                x(FailoverTable.median(line.runs())) - 1,
                line.y() - 8));
    }

    private static double x(double millis) {
        double decades = Math.log10(Math.clamp(millis, 1, Math.pow(10, DECADES)));
        return LEFT + decades / DECADES * WIDTH;
    }
}
