package dev.baton.lb.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands in the help of the program, by what somebody wants to do. */
final class HelpGroups {

    static final Map<String, List<String>> GROUPS = groups();

    private HelpGroups() {}

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Set up", List.of("init", "check", "run", "reload", "completion", "manual", "version"));
        groups.put("Look", List.of("status", "why", "events", "backends", "servers", "certs", "top", "metrics"));
        groups.put("Move the addresses", List.of("switchover", "drill", "maintenance", "ip"));
        groups.put("Change what servers get", List.of("drain", "ready", "weight", "affinity"));
        return groups;
    }

    static void install(CommandLine root) {
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpGroups::list);
    }

    private static String list(Help help) {
        Paragraphs paragraphs = new Paragraphs(help.commandSpec().usageMessage().width());
        Map<String, CommandLine> rest = new LinkedHashMap<>(help.commandSpec().subcommands());
        StringBuilder list = new StringBuilder();
        GROUPS.forEach((title, names) -> {
            list.append(heading(title));
            names.forEach(name -> list.append(line(paragraphs, name, rest.remove(name))));
        });
        if (!rest.isEmpty()) {
            list.append(heading("More"));
            rest.forEach((name, command) -> list.append(line(paragraphs, name, command)));
        }
        return list.toString();
    }

    private static String heading(String title) {
        return String.format(Locale.ROOT, "%n%s:%n", title);
    }

    private static String line(Paragraphs paragraphs, String name, @Nullable CommandLine command) {
        return command == null
                ? ""
                : paragraphs
                        .lines(String.format(Locale.ROOT, "  %-12s ", name), description(command.getCommandSpec()))
                        .stream()
                        .map(line -> String.format(Locale.ROOT, "%s%n", line))
                        .collect(Collectors.joining());
    }

    /** The first sentence. */
    private static String description(CommandSpec command) {
        String[] lines = command.usageMessage().description();
        return lines.length == 0 ? "" : lines[0].replaceFirst("[.:] .*", ".");
    }
}
