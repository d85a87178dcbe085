package dev.baton.lb.cli;

import dev.baton.floatingip.IpPrefix;

/** Addresses on the command line. */
final class IpArguments {

    private IpArguments() {}

    /** With or without a prefix length. */
    static IpPrefix address(String text) {
        try {
            return IpPrefix.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage() + "; names are not looked up", e);
        }
    }
}
