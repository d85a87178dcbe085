package dev.baton.lb.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of the program and all its commands, in the man macros of roff (man(7)), from what the help is made of. */
final class ManualPage {

    private static final Map<String, String> FILES = Map.of(
            "/etc/baton/baton.yaml", "The configuration that the service unit runs.",
            "/run/baton/NAME.sock", "The admin socket of a node, which the commands talk to.",
            "/var/lib/baton/NAME", "What a node remembers.",
            "/usr/share/doc/baton", "What each key of the configuration means, its JSON Schema, and the runbook.");

    private final CommandLine program;
    private final List<String> lines = new ArrayList<>();

    ManualPage(CommandLine program) {
        this.program = program;
    }

    List<String> lines() {
        CommandSpec root = program.getCommandSpec();
        lines.add(".TH BATON 1 \"\" \"baton " + text(VersionCommand.version()) + "\" \"User Commands\"");
        lines.add(".SH NAME");
        lines.add("baton \\- " + text(withoutDot(words(root.usageMessage().description()))));
        lines.add(".SH SYNOPSIS");
        lines.add("\\fBbaton\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]");
        lines.add(".SH OPTIONS");
        lines.add("Of every command:");
        root.options().forEach(this::option);
        lines.add(".SH COMMANDS");
        HelpGroups.GROUPS.forEach((group, names) -> {
            lines.add(".PP");
            lines.add("\\fI" + text(group) + ":\\fR " + text(String.join(", ", names)));
        });
        HelpGroups.GROUPS.values().stream()
                .flatMap(Collection::stream)
                .map(root.subcommands()::get)
                .filter(Objects::nonNull)
                .forEach(this::command);
        lines.add(".SH EXIT STATUS");
        preformatted(root.commandLine().getHelp().footer());
        lines.add(".SH FILES");
        FILES.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(file -> {
            lines.add(".TP");
            lines.add("\\fI" + text(file.getKey()) + "\\fR");
            lines.add(text(file.getValue()));
        });
        return List.copyOf(lines);
    }

    private void command(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        lines.add(".SS " + text(spec.qualifiedName()));
        lines.add(text(words(spec.usageMessage().description())));
        lines.add(".PP");
        lines.add("\\fB" + text(spec.qualifiedName()) + "\\fR" + text(synopsis(spec)));
        spec.positionalParameters().stream().filter(each -> !each.hidden()).forEach(this::parameter);
        spec.options().stream()
                .filter(each -> !each.hidden() && !each.inherited())
                .forEach(this::option);
        preformatted(command.getHelp().footer());
        spec.subcommands().values().stream().distinct().forEach(this::command);
    }

    private static String synopsis(CommandSpec spec) {
        String parameters = spec.positionalParameters().stream()
                .filter(each -> !each.hidden())
                .map(each -> each.arity().min() == 0 ? " [" + each.paramLabel() + "]" : " " + each.paramLabel())
                .collect(Collectors.joining());
        return (spec.subcommands().isEmpty() ? "" : " COMMAND") + " [OPTIONS]" + parameters;
    }

    private void option(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : " \\fI" + text(option.paramLabel()) + "\\fR";
        lines.add(".TP");
        lines.add(Arrays.stream(option.names())
                .map(name -> "\\fB" + text(name) + "\\fR" + value)
                .collect(Collectors.joining(", ")));
        lines.add(text(description(option)));
    }

    private void parameter(PositionalParamSpec parameter) {
        lines.add(".TP");
        lines.add("\\fI" + text(parameter.paramLabel()) + "\\fR");
        lines.add(text(description(parameter)));
    }

    private static String description(ArgSpec argument) {
        String candidates = argument.completionCandidates() == null
                ? ""
                : StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                        .collect(Collectors.joining(", "));
        return words(argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                .replace("${COMPLETION-CANDIDATES}", candidates);
    }

    private static String words(String... paragraphs) {
        return String.join(" ", paragraphs).replace("%%", "%");
    }

    private static String withoutDot(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** Lines that stay as they are. */
    private void preformatted(String block) {
        List<String> all = block.lines().filter(line -> !line.isBlank()).toList();
        if (!all.isEmpty()) {
            lines.add(".PP");
            lines.add(".nf");
            all.forEach(line -> lines.add(text(line)));
            lines.add(".fi");
        }
    }

    /** A line that begins with a dot or an apostrophe would be a request; a hyphen is one that can be copied. */
    private static String text(String words) {
        String escaped = words.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
