package dev.baton.lb.config;

import dev.baton.lb.config.RuleConfig.Action;
import dev.baton.lb.config.RuleConfig.PathRewrite;
import dev.baton.lb.config.Template.Part;
import dev.baton.lb.config.Template.Text;
import dev.baton.lb.config.Template.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the elements of {@code rules}. */
final class RuleReader {

    /** What can be redirected with; 300 and 304 mean something else. */
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** The beginning of a place, as long as more of it would still belong to its host or its scheme. */
    private static final Pattern HOST = Pattern.compile("[^/?#]*(//[^/?#]*)?");

    private final BackendUse backends;

    RuleReader(BackendUse backends) {
        this.backends = backends;
    }

    @Nullable RuleConfig read(MappingReader in) {
        Conditions when = in.section("when", ConditionsReader::read);
        Optional<Conditions> unless = in.findSection("unless", ConditionsReader::read);
        List<Action> actions = new ArrayList<>();
        backend(in).ifPresent(actions::add);
        in.findSection("redirect", RuleReader::redirect).ifPresent(actions::add);
        in.findSection("respond", RuleReader::respond).ifPresent(actions::add);
        in.find("deny", Scalars.integer(400, 499)).map(RuleReader::deny).ifPresent(actions::add);
        HeadersConfig headers = in.section("headers", HeadersReader::read);
        Optional<PathRewrite> rewrite = in.findSection("rewrite", RuleReader::rewrite);
        List<String> words = List.of("backend", "redirect", "respond", "deny");
        long written = words.stream().filter(in::has).count();
        if (written != 1) {
            in.problem("", "a rule needs one of backend, redirect, respond and deny; here are " + written);
            return null;
        }
        if (!in.has("backend")) {
            List.of("headers", "rewrite").stream()
                    .filter(in::has)
                    .forEach(key -> in.problem(key, key + " needs backend: no server gets this request"));
        }
        return actions.isEmpty() ? null : new RuleConfig(when, unless, actions.getFirst(), headers, rewrite);
    }

    private Optional<Action> backend(MappingReader in) {
        Optional<String> backend = in.find("backend", Scalars.NAME);
        backend.ifPresent(name -> backends.check(in, name, FrontendConfig.Mode.HTTP));
        return backend.map(Action.Forward::new);
    }

    private static @Nullable Action redirect(MappingReader in) {
        Template to = in.required("to", Scalars.of(RuleReader::place));
        int status = in.optional("status", Scalars.integer(300, 399), 302);
        if (!REDIRECTS.contains(status)) {
            in.problem("status", "status " + status + " does not redirect; use 301, 302, 303, 307 or 308");
        }
        return to == null ? null : new Action.Redirect(status, to);
    }

    /** Where to send a client. */
    private static Template place(String text) {
        Template place = Template.parse(text);
        if (place.parts().isEmpty()) {
            throw new IllegalArgumentException("is empty; say where to, like https://{host}{uri}");
        }
        if (isOpen(place)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" lets whoever writes a link choose the host that clients"
                            + " are sent to; begin with https://, a slash, {path} or {uri}, and use {query} behind the host only");
        }
        return place;
    }

    /** Whether something that a request can say stands where a host is read, other than the host that it asks for. */
    private static boolean isOpen(Template place) {
        StringBuilder before = new StringBuilder();
        for (Part part : place.parts()) {
            switch (part) {
                case Text(String text) -> before.append(text);
                case Variable variable -> {
                    boolean host = HOST.matcher(before).matches();
                    switch (variable) {
                        case PATH, URI -> before.append('/');
                        case QUERY -> {
                            if (host) {
                                return true;
                            }
                        }
                        case CLIENT, HOST, HOSTNAME -> {
                            if (before.isEmpty()) {
                                return true;
                            }
                        }
                    }
                }
            }
        }
        return false;
    }

    private static Action respond(MappingReader in) {
        int status = in.optional("status", Scalars.integer(200, 599), 200);
        String contentType = in.optional("content_type", Scalars.of(RuleReader::fieldValue), "text/plain");
        String body = in.optional("body", Scalars.of(text -> text), "");
        boolean bodiless = status == 204 || status == 205 || status == 304;
        if (bodiless && !body.isEmpty()) {
            in.problem("body", "a response with status " + status + " has no body");
        }
        return new Action.Respond(status, contentType, body);
    }

    private static String fieldValue(String text) {
        Template.literal(text);
        return text;
    }

    private static Action deny(int status) {
        return new Action.Respond(status, "text/plain", status + "\n");
    }

    private static @Nullable PathRewrite rewrite(MappingReader in) {
        String prefix = in.required("prefix", ConditionsReader::comparedPath);
        String to = in.required("to", ConditionsReader::path);
        return prefix == null || to == null ? null : new PathRewrite(prefix, to);
    }
}
