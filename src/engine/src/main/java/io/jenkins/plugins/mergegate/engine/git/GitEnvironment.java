// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The environment of every git process: nothing of the caller's git settings, only what a machine needs to run at all. */
final class GitEnvironment {
    private static final Set<String> KEPT = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "TMPDIR",
            "SSH_AUTH_SOCK",
            "http_proxy",
            "https_proxy",
            "HTTPS_PROXY",
            "all_proxy",
            "ALL_PROXY",
            "no_proxy",
            "NO_PROXY",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR");

    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("LC_ALL", "C"),
            Map.entry("GIT_TERMINAL_PROMPT", "0"),
            Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
            Map.entry("GIT_CONFIG_SYSTEM", "/dev/null"),
            Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
            Map.entry("GIT_ATTR_NOSYSTEM", "1"),
            Map.entry("GIT_NO_REPLACE_OBJECTS", "1"),
            Map.entry("GIT_OPTIONAL_LOCKS", "0"),
            Map.entry("GIT_SSH_COMMAND", "ssh -oBatchMode=yes"),
            Map.entry("GIT_PAGER", "cat"),
            Map.entry("GIT_EDITOR", ":"),
            Map.entry("GIT_SEQUENCE_EDITOR", ":"));

    private static final List<String[]> CONFIG = List.of(
            // No helper of the machine may see or keep the credentials.
            new String[] {"credential.helper", ""},
            new String[] {"core.hooksPath", "/dev/null"},
            new String[] {"core.attributesFile", "/dev/null"},
            new String[] {"core.excludesFile", "/dev/null"},
            new String[] {"core.fsmonitor", "false"},
            new String[] {"core.quotePath", "false"},
            new String[] {"core.autocrlf", "false"},
            new String[] {"commit.gpgSign", "false"},
            new String[] {"push.gpgSign", "false"},
            new String[] {"submodule.recurse", "false"},
            new String[] {"protocol.version", "2"},
            // Housekeeping is done by Mirror.maintain() under the lock, never in passing.
            new String[] {"gc.auto", "0"},
            new String[] {"maintenance.auto", "false"},
            // A redirect could carry the credentials to another host.
            new String[] {"http.followRedirects", "false"},
            // Less than this many bytes a second for so many seconds: the server hangs.
            new String[] {"http.lowSpeedLimit", "1"},
            new String[] {"http.lowSpeedTime", "60"},
            new String[] {"advice.detachedHead", "false"},
            new String[] {"advice.pushUpdateRejected", "false"},
            new String[] {"advice.skippedCherryPicks", "false"},
            new String[] {"advice.graftFileDeprecated", "false"});

    private GitEnvironment() {}

    /** What git sees of {@code inherited}, plus the fixed settings. {@code localRemotes} allows paths as remotes. */
    static Map<String, String> of(Map<String, String> inherited, boolean localRemotes) {
        Map<String, String> result = new TreeMap<>(FIXED);
        inherited.forEach((name, value) -> {
            if (KEPT.contains(name)) {
                result.put(name, value);
            }
        });
        result.put("GIT_ALLOW_PROTOCOL", localRemotes ? "http:https:ssh:file" : "http:https:ssh");
        result.putAll(config());
        return result;
    }

    /** Settings as GIT_CONFIG_KEY_n and GIT_CONFIG_VALUE_n: they win over every file and do not show in the arguments. */
    private static Map<String, String> config() {
        Map<String, String> result = new LinkedHashMap<>();
        result.put("GIT_CONFIG_COUNT", String.valueOf(CONFIG.size()));
        for (int i = 0; i < CONFIG.size(); i++) {
            result.put("GIT_CONFIG_KEY_" + i, CONFIG.get(i)[0]);
            result.put("GIT_CONFIG_VALUE_" + i, CONFIG.get(i)[1]);
        }
        return result;
    }
}
