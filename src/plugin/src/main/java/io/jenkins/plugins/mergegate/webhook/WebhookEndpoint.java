// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import hudson.Extension;
import hudson.security.csrf.CrumbExclusion;
import io.jenkins.plugins.mergegate.engine.webhook.HookEvent;
import io.jenkins.plugins.mergegate.engine.webhook.HookReader;
import io.jenkins.plugins.mergegate.engine.webhook.HookSender;
import io.jenkins.plugins.mergegate.engine.webhook.HookSignature;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jenkins.util.HttpServletFilter;
import jenkins.util.Timer;

/**
 * Exactly {@code /merge-gate/webhook}, for everybody who knows a secret. It is answered before Jenkins looks for pages, so
 * what else is below {@code /merge-gate/} is as protected as all of Jenkins. A stranger gets no further than the signature:
 * nothing is parsed before it fits, and little is read.
 */
@Extension
public final class WebhookEndpoint implements HttpServletFilter {
    static final int MAX_BYTES = 1024 * 1024;

    private static final String PATH = "/merge-gate/webhook";
    private static final int TOO_LARGE = 413;
    private static final int WRONG_TYPE = 415;
    private static final long MAX_SECONDS = 10;

    /** So many bodies of strangers are read at a time. */
    static final int READERS = 16;

    private final BoundedBody bodies =
            new BoundedBody(MAX_BYTES, READERS, stop -> Timer.get().schedule(stop, MAX_SECONDS, TimeUnit.SECONDS));

    /** The path as it was sent: what only leads here by a detour is somebody else's. */
    private static boolean isHere(HttpServletRequest request) {
        return request.getRequestURI().equals(request.getContextPath() + PATH);
    }

    /** Gitea has no crumb; the signature does what a crumb is for. */
    @Extension
    public static final class NoCrumb extends CrumbExclusion {
        @Override
        public boolean process(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (!isHere(request)) {
                return false;
            }
            chain.doFilter(request, response);
            return true;
        }
    }

    @Override
    public boolean handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isHere(request)) {
            return false;
        }
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            answer(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Gitea's webhooks come by POST.");
        } else {
            Answer answer = answer(request);
            answer(response, answer.status(), answer.text());
        }
        return true;
    }

    private record Answer(int status, String text) {}

    private static Answer refused(String text) {
        return new Answer(HttpServletResponse.SC_FORBIDDEN, text);
    }

    /** What costs most is asked last: nobody gets to the credentials who did not send a whole body in the right form. */
    private Answer answer(HttpServletRequest request) {
        if (!WebhookSecrets.areNamed()) {
            return withoutSecret();
        }
        if (!isJson(request.getContentType())) {
            return new Answer(WRONG_TYPE, "The content type of the webhook must be application/json.");
        }
        Optional<HookSignature> signature = HookSignature.read(request.getHeader("X-Gitea-Signature"));
        if (signature.isEmpty()) {
            return refused("X-Gitea-Signature is missing: the webhook must have a secret.");
        }
        if (request.getContentLengthLong() > MAX_BYTES) {
            return tooLarge();
        }
        Optional<byte[]> body;
        try {
            body = bodies.read(request.getInputStream());
        } catch (BoundedBody.Crowded e) {
            return busy();
        } catch (IOException e) {
            // Also what the container says when nothing comes any more.
            return new Answer(HttpServletResponse.SC_REQUEST_TIMEOUT, "The event did not come in time.");
        }
        return body.isEmpty() ? tooLarge() : answer(request, signature.get(), body.get());
    }

    private static Answer answer(HttpServletRequest request, HookSignature signature, byte[] body) {
        List<HookSender> senders = WebhookSecrets.senders();
        if (senders.isEmpty()) {
            return withoutSecret();
        }
        List<HookSender> fitting = HookSender.of(signature, body, senders);
        if (fitting.isEmpty()) {
            return refused("X-Gitea-Signature does not fit: the secret of the webhook is not that of the server.");
        }
        return take(HookReader.read(request.getHeader("X-Gitea-Event"), body), fitting);
    }

    private static Answer withoutSecret() {
        return refused("No Gitea server is configured with a webhook secret.");
    }

    private static Answer take(Optional<HookEvent> event, List<HookSender> fitting) {
        boolean taken = true;
        if (event.isPresent()) {
            for (String server : HookSender.servers(fitting, event.get())) {
                taken &= Hints.get().take(server, event.get());
            }
        }
        return taken ? new Answer(HttpServletResponse.SC_ACCEPTED, "Thank you.") : busy();
    }

    /** Gitea shows it with the delivery and does not try again; the periodic looks find what it would have told. */
    private static Answer busy() {
        return new Answer(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Too many events wait already.");
    }

    private static Answer tooLarge() {
        return new Answer(TOO_LARGE, "The event is longer than " + MAX_BYTES + " bytes.");
    }

    private static boolean isJson(String contentType) {
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
    }

    private static void answer(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getWriter().println(text);
    }
}
