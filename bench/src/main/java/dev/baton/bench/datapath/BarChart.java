package dev.baton.bench.datapath;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars in SVG, readable on a light and on a dark page. */
final class BarChart {

    private static final int WIDTH = 890;
    private static final int LABELS = 410;
    private static final int BARS = 400;
    private static final int ROW = 22;
    private static final int GAP = 10;
    private static final int TOP = 34;

    private final String title;
    private final List<Bar> bars = new ArrayList<>();

    BarChart(String title) {
        this.title = title;
    }

    private record Bar(String label, Product product, double value, int decimals) {}

    void add(String label, Product product, double value, int decimals) {
        bars.add(new Bar(label, product, value, decimals));
    }

    boolean isEmpty() {
        return bars.isEmpty();
    }

    String svg() {
        double longest = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        StringBuilder rows = new StringBuilder();
        int y = TOP;
        String group = "";
        for (Bar bar : bars) {
            boolean first = !bar.label.equals(group);
            group = bar.label;
            y += first ? GAP : 0;
            rows.append(row(bar, first, y, longest));
            y += ROW;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d"\
                 font-family="sans-serif" font-size="13">
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                <text x="10" y="22" font-size="15" fill="#222222">%3$s</text>
                %4$s</svg>
                """.formatted(WIDTH, y + GAP, title, rows);
    }

    private static String row(Bar bar, boolean first, int y, double longest) {
        int length = (int) Math.round(Math.max(0, bar.value) / longest * (BARS - 90));
        String label = first ? "<text x=\"10\" y=\"%d\" fill=\"#222222\">%s</text>\n".formatted(y + 15, bar.label) : "";
        return label
                + String.format(
                        Locale.ROOT,
                        """
                        <rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>
                        <text x="%d" y="%d" fill="#222222">%s %.""" + bar.decimals + """
                        f</text>
                        """,
                        LABELS,
                        y + 2,
                        length,
                        ROW - 4,
                        colour(bar.product),
                        LABELS + length + 6,
                        y + 15,
                        bar.product.title(),
                        bar.value);
    }

    private static String colour(Product product) {
        return switch (product) {
            case HAPROXY -> "#9aa5b1";
            case BATON -> "#2b6cb0";
        };
    }
}
