package dev.baton.lb.admin;

import java.util.List;

/**
 * Why a node has the roles that it has.
 *
 * @param node the node that answers
 * @param groups every floating IP group
 */
public record WhyReport(String node, List<Group> groups) {

    /**
     * @param name the group
     * @param reasons the inputs behind the present role, in words, the most important first
     */
    public record Group(String name, List<String> reasons) {}
}
