package dev.baton.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds out whether this machine can host a lab, and says in sentences what it lacks. */
final class Requirements {
    private Requirements() {}

    static List<String> missing() {
        List<String> missing = new ArrayList<>();
        boolean root = isRoot();
        if (!root) {
            missing.add("Not root: network namespaces need it. Run it with sudo.");
        }
        boolean ip = Commands.find("ip").isPresent();
        if (!ip) {
            missing.add("No `ip` command: install the package iproute2.");
        }
        if (Commands.find("nginx").isEmpty()) {
            missing.add("No `nginx` command: install the package nginx-light (or nginx).");
        }
        if (Commands.find("curl").isEmpty()) {
            missing.add("No `curl` command: install the package curl.");
        }
        if (root && ip) {
            tryNamespace(missing);
        }
        return missing;
    }

    private static void tryNamespace(List<String> missing) {
        String name = "bt" + ProcessHandle.current().pid() + "-try";
        ExecResult added = Commands.exec("ip", "netns", "add", name);
        if (!added.ok()) {
            missing.add(
                    "No network namespaces here (%s): use a machine or a container with CAP_SYS_ADMIN and CAP_NET_ADMIN."
                            .formatted(added.err().strip()));
            return;
        }
        ExecResult linked =
                Commands.exec("ip", "-n", name, "link", "add", "name", "va", "type", "veth", "peer", "name", "vb");
        if (!linked.ok()) {
            missing.add("No veth links here (%s): the kernel needs the module veth."
                    .formatted(linked.err().strip()));
        }
        ExecResult bridged = Commands.exec("ip", "-n", name, "link", "add", "br0", "type", "bridge");
        if (!bridged.ok()) {
            missing.add("No bridges here (%s): the kernel needs the module bridge."
                    .formatted(bridged.err().strip()));
        }
        Commands.exec("ip", "netns", "del", name);
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            return false;
        }
    }
}
