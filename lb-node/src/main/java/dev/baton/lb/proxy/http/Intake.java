package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.access.Trail;
import dev.baton.lb.proxy.loop.Deadline;

/** Takes request heads off a client's connection, and knows whether one is under way. */
final class Intake {

    private final RequestReader reader;
    private final Deadline deadline;
    private boolean inHead;

    /** @param deadline the connection's */
    Intake(RequestReader reader, Deadline deadline) {
        this.reader = reader;
        this.deadline = deadline;
    }

    /** Whether a head has begun and is not whole yet. */
    boolean isInHead() {
        return inHead;
    }

    /** What has begun is not waited for any more: what there is of it is noted. */
    void giveUp(Trail trail) {
        if (inHead) {
            RequestNotes.unserved(trail, reader.begun());
            inHead = false;
        }
    }

    /** Whether it got anywhere. */
    boolean head(ClientConnection client) {
        return switch (reader.head()) {
            case HeadStep.Plain.NONE -> false;
            case HeadStep.Plain.INCOMPLETE -> {
                if (!inHead) {
                    begin(client.trail());
                    deadline.in(client.timeouts().header());
                }
                yield false;
            }
            case HeadStep.Plain.COMPLETE -> {
                begin(client.trail());
                inHead = false;
                client.headComplete();
                yield true;
            }
            case HeadStep.Refused(Refusal refusal) -> {
                begin(client.trail());
                if (refusal.equals(Refusal.TLS)) {
                    client.tellOf(refusal);
                }
                client.refuse(refusal, false);
                yield false;
            }
        };
    }

    private void begin(Trail trail) {
        if (!inHead) {
            trail.begin();
            inHead = true;
        }
    }
}
