package dev.baton.lb.health;

/** What is wanted of a server, whatever its checks say. The later ones are the stricter. */
public enum AdminState {
    /** It takes its share. */
    READY("ready"),
    /** It keeps what it has, and gets nothing new. */
    DRAIN("drain"),
    /** It gets nothing, and is not checked. */
    MAINTENANCE("maintenance");

    private final String label;

    AdminState(String label) {
        this.label = label;
    }

    /** The word operators read and write. */
    public String label() {
        return label;
    }

    /** The stricter of two. */
    public AdminState or(AdminState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
