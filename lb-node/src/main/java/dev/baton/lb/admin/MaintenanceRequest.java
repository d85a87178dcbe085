package dev.baton.lb.admin;

/**
 * @param on whether the node shall own nothing from now on
 */
public record MaintenanceRequest(boolean on) {}
