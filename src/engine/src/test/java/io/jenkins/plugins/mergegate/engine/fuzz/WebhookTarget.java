// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.fuzz;

import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.RefName;
import io.jenkins.plugins.mergegate.engine.webhook.HookEvent;
import io.jenkins.plugins.mergegate.engine.webhook.HookReader;
import io.jenkins.plugins.mergegate.engine.webhook.HookSender;
import io.jenkins.plugins.mergegate.engine.webhook.HookSignature;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A delivery to the webhook: any body is an event that names real branches, or is nothing; and nobody signs by chance. */
public final class WebhookTarget {
    private static final List<HookSender> SENDERS =
            List.of(new HookSender("git.example", Secret.of("one")), new HookSender("twin.example", Secret.of("two")));

    private WebhookTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        check(HookReader.read("push", data));
        check(HookReader.read("pull_request", data));
        String header = new String(data, 0, Math.min(data.length, 64), StandardCharsets.ISO_8859_1);
        HookSignature.read(header).ifPresent(signature -> {
            if (!HookSender.of(signature, data, SENDERS).isEmpty()) {
                throw new IllegalStateException("a body that is its own signature");
            }
        });
    }

    private static void check(Optional<HookEvent> read) {
        if (read.isEmpty()) {
            return;
        }
        HookEvent event = read.get();
        if (event instanceof HookEvent.Push push) {
            RefName.check("branch", push.branch());
        } else if (event instanceof HookEvent.PullRequest pull) {
            RefName.check("branch", pull.branch());
            RefName.check("target", pull.target());
        }
        if (!SENDERS.stream().map(HookSender::server).toList().containsAll(HookSender.servers(SENDERS, event))) {
            throw new IllegalStateException("a server that nobody configured");
        }
    }
}
