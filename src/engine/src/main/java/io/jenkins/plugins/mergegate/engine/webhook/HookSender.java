// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.webhook;

import io.jenkins.plugins.mergegate.engine.Secret;
import java.util.List;

/**
 * A server that may send deliveries.
 *
 * @param server host, with its port where it has one
 */
public record HookSender(String server, Secret secret) {
    /** Those whose secret fits. All are tried, so that the time it takes does not tell which one it was. */
    public static List<HookSender> of(HookSignature signature, byte[] body, List<HookSender> known) {
        return known.stream()
                .filter(sender -> signature.fits(body, sender.secret()))
                .toList();
    }

    /**
     * The servers whose event this may be, by name. The secret tells the server; only where several share one does the
     * address of the repository decide: a server may call itself by another name than the one it is configured by.
     *
     * @param fitting those whose secret fits
     */
    public static List<String> servers(List<HookSender> fitting, HookEvent event) {
        List<String> names = fitting.stream().map(HookSender::server).distinct().toList();
        return names.size() < 2
                ? names
                : names.stream().filter(event.hosts()::contains).toList();
    }
}
