package dev.baton.lb.cli;

import dev.baton.lb.history.NodeEvent;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Lays a timeline out: a line for each event, a heading for each day. Goes on where it left off. */
final class EventLines {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final int KIND_WIDTH = 9;

    private final Paragraphs paragraphs;
    private final Ansi ansi;
    private @Nullable LocalDate day;
    private int nodeWidth;
    private int groupWidth;

    /** @param width columns to fill; 0 for lines as long as they come */
    EventLines(int width, boolean colour) {
        this.paragraphs = new Paragraphs(width);
        this.ansi = colour ? Ansi.ON : Ansi.OFF;
    }

    /** For what is still to come, so that it lines up with what is shown before it. */
    void keepRoomFor(Collection<String> nodes, Collection<String> groups) {
        nodes.forEach(node -> nodeWidth = Math.max(nodeWidth, node.length()));
        groups.forEach(group -> groupWidth = Math.max(groupWidth, group.length()));
    }

    List<String> lines(List<ClusterEvents.Entry> entries) {
        entries.forEach(entry ->
                keepRoomFor(List.of(entry.node()), List.of(entry.event().group())));
        List<String> lines = new ArrayList<>();
        for (ClusterEvents.Entry entry : entries) {
            NodeEvent event = entry.event();
            LocalDate date = LocalDate.ofInstant(event.at(), ZoneOffset.UTC);
            if (!date.equals(day)) {
                day = date;
                lines.add(date + ", times in UTC");
            }
            String head = TIME.format(LocalTime.ofInstant(event.at(), ZoneOffset.UTC)) + "  "
                    + padded(entry.node(), nodeWidth) + "  " + padded(event.group(), groupWidth)
                    + (groupWidth == 0 ? "" : "  ") + padded(event.kind(), KIND_WIDTH) + " ";
            paragraphs.lines(head, words(event)).forEach(line -> lines.add(paint(event, line)));
        }
        return lines;
    }

    private static String words(NodeEvent event) {
        return event.kind().equals(NodeEvent.ROLE)
                ? event.from() + " -> " + event.to() + ", term " + event.term() + ": " + event.reason()
                : event.reason();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private String paint(NodeEvent event, String line) {
        String style = switch (event.kind()) {
            case "alarm", "rejected" -> "red";
            case "detected" -> "yellow";
            default ->
                switch (event.to()) {
                    case "MASTER" -> "green";
                    case "FAULT" -> "red";
                    default -> "";
                };
        };
        return style.isEmpty() || !ansi.enabled()
                ? line
                : Ansi.Style.on(Ansi.Style.parse(style)) + line + Ansi.Style.reset.on();
    }
}
