package dev.baton.lb.health;

/** What the checks found out about a server. */
public enum Health {
    /** Not checked yet; gets no traffic. */
    UNKNOWN("unknown"),
    UP("up"),
    DOWN("down");

    private final String label;

    Health(String label) {
        this.label = label;
    }

    /** The word operators see, in status and in logs. */
    public String label() {
        return label;
    }
}
