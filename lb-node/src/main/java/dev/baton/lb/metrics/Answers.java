package dev.baton.lb.metrics;

import dev.baton.lb.traffic.Figure;
import java.util.List;

/**
 * The values of the label {@code code}.
 *
 * @param code as Prometheus users write it
 * @param figure what is counted
 */
record Answers(String code, Figure figure) {

    static final List<Answers> ALL = List.of(
            new Answers("1xx", Figure.ANSWERS_1XX),
            new Answers("2xx", Figure.ANSWERS_2XX),
            new Answers("3xx", Figure.ANSWERS_3XX),
            new Answers("4xx", Figure.ANSWERS_4XX),
            new Answers("5xx", Figure.ANSWERS_5XX),
            new Answers("none", Figure.UNANSWERED));
}
