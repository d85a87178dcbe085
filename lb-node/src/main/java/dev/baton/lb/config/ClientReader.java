package dev.baton.lb.config;

import java.util.Map;

/** Reads what a frontend says about its clients. */
final class ClientReader {

    private final ClientTimeouts timeouts;
    private final ErrorPagesReader pagesReader;
    private final Map<Integer, ErrorPage> pages;

    /**
     * @param timeouts what counts where a frontend says nothing
     * @param pages likewise
     */
    ClientReader(ClientTimeouts timeouts, ErrorPagesReader pagesReader, Map<Integer, ErrorPage> pages) {
        this.timeouts = timeouts;
        this.pagesReader = pagesReader;
        this.pages = pages;
    }

    ClientConfig read(MappingReader in, FrontendConfig.Mode mode) {
        if (mode == FrontendConfig.Mode.TCP && in.has("error_files")) {
            in.problem("error_files", "error_files is for mode: http; mode: tcp has no way to say what went wrong");
        }
        return new ClientConfig(
                in.section("timeouts", section -> TimeoutDefaults.client(section, timeouts)),
                in.section("limits", ClientReader::limits),
                pagesReader.read(in, pages),
                http2(in, mode));
    }

    private static Http2Config http2(MappingReader in, FrontendConfig.Mode mode) {
        if (mode == FrontendConfig.Mode.TCP && in.has("http2")) {
            in.problem("http2", "http2 is for mode: http; mode: tcp passes on whatever clients speak");
        }
        return in.section("http2", ClientReader::http2);
    }

    private static Http2Config http2(MappingReader in) {
        Http2Config usual = Http2Config.DEFAULT;
        return new Http2Config(
                in.optional("clear_text", Scalars.FLAG, usual.clearText()),
                in.optional("max_streams", Scalars.integer(1, 10_000), usual.maxStreams()),
                in.optional("window", Scalars.size(64 << 10, 1 << 20), (long) usual.window())
                        .intValue(),
                in.optional("max_resets", Scalars.integer(1, 1_000_000), usual.maxResets()),
                in.optional("max_control_frames", Scalars.integer(1, 1_000_000), usual.maxControlFrames()));
    }

    private static HttpLimits limits(MappingReader in) {
        HttpLimits usual = HttpLimits.DEFAULT;
        HttpLimits most = HttpLimits.LARGEST;
        HttpLimits limits = new HttpLimits(
                in.optional("head", Scalars.size(1024, most.head()), (long) usual.head())
                        .intValue(),
                in.optional("line", Scalars.size(256, most.line()), (long) usual.line())
                        .intValue(),
                in.optional("fields", Scalars.integer(1, most.fields()), usual.fields()),
                in.optional("body", Scalars.size(0, 1L << 50), usual.body()));
        if (limits.line() > limits.head()) {
            in.problem(
                    in.has("line") ? "line" : "head",
                    "line " + Sizes.format(limits.line()) + " is more than head " + Sizes.format(limits.head())
                            + ", of which it is a part");
        }
        return limits;
    }
}
