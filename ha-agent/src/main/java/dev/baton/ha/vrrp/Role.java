package dev.baton.ha.vrrp;

/** A node's role in one floating IP group (RFC 9568 section 6.4; FAULT as keepalived has it). */
public enum Role {
    /** Not started yet, or left. */
    INIT,
    /** Watches the master, ready to take over. */
    BACKUP,
    /** Owns the addresses. */
    MASTER,
    /** Unfit to own the addresses until what it lacks is back. */
    FAULT
}
