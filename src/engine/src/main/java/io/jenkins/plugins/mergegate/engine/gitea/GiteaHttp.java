// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Secret;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Sends one request and reads one answer. Every call has a connection of its own: a stale one from a pool could neither
 * be told from a lost answer nor be repeated safely.
 */
final class GiteaHttp {
    /** Longest answer that is read, unpacked. */
    static final long MAX_BODY = 8L << 20;

    static final String REDIRECTED =
            "a redirect, which is not followed; was the repository renamed, or is the URL wrong?";

    private static final int MAX_MESSAGE = 500;

    private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cc}\\p{Zl}\\p{Zp}]+");

    private final OkHttpClient calls;
    private final OkHttpClient merges;
    private final HttpUrl server;
    private final Secret token;

    GiteaHttp(OkHttpClient http, URI server, Secret token, GiteaTimeouts timeouts) {
        this.server = check(server);
        this.token = check(token);
        this.calls = once(http, timeouts.connect(), timeouts.read(), timeouts.call());
        this.merges = once(http, timeouts.connect(), timeouts.mergeRead(), timeouts.mergeCall());
    }

    private static HttpUrl check(URI server) {
        HttpUrl url = HttpUrl.parse(server.toString());
        if (url == null || !url.username().isEmpty() || !url.password().isEmpty()) {
            throw new InvalidInput("server", "must be an http or https URL without user and password");
        }
        return url.newBuilder().query(null).fragment(null).build();
    }

    private static Secret check(Secret token) {
        if (!token.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new InvalidInput("token", "must be plain characters without spaces and line ends");
        }
        return token;
    }

    private static OkHttpClient once(OkHttpClient http, Duration connect, Duration read, Duration call) {
        return http.newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .authenticator(Authenticator.NONE)
                .cookieJar(CookieJar.NO_COOKIES)
                .cache(null)
                .connectTimeout(connect)
                .readTimeout(read)
                .writeTimeout(read)
                .callTimeout(call)
                .build();
    }

    /** The address below {@code /api/v1} that these segments make; each is encoded whole. */
    HttpUrl.Builder url(String... segments) {
        HttpUrl.Builder url = server.newBuilder().addPathSegments("api/v1");
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url;
    }

    /** What {@code reader} makes of a successful answer. */
    <T> T read(Request request, Reader<T> reader) throws GiteaFailure {
        HttpAnswer answer = send(request);
        if (answer.body() == null) {
            throw new GiteaFailure(
                    answer.timedOut() ? GiteaFailure.Kind.UNREACHABLE : GiteaFailure.Kind.MALFORMED,
                    answer.status(),
                    clean(name(request) + " was not answered in full: "
                            + ErrorBody.parse(null).text()));
        }
        try {
            return reader.read(answer.body());
        } catch (MalformedAnswer e) {
            throw new GiteaFailure(
                    GiteaFailure.Kind.MALFORMED,
                    answer.status(),
                    clean(name(request) + " was answered with something else than the API's JSON: " + e.getMessage()));
        }
    }

    /** Sends a request that is no merge. The answer is a success, perhaps without a body. */
    HttpAnswer send(Request request) throws GiteaFailure {
        HttpAnswer answer;
        try {
            answer = exchange(calls, request);
        } catch (IOException | RuntimeException e) {
            throw new GiteaFailure(GiteaFailure.Kind.UNREACHABLE, 0, clean(name(request) + " failed: " + reason(e)));
        }
        if (!answer.ok()) {
            throw failure(request, answer);
        }
        return answer;
    }

    /** Sends a request that may take as long as a merge, and hands out whatever comes back. */
    HttpAnswer merge(Request request) throws IOException {
        return exchange(merges, request);
    }

    private static HttpAnswer exchange(OkHttpClient client, Request request) throws IOException {
        try {
            return receive(client, request);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // OkHttp is Kotlin and declares nothing: an interrupt while it connects comes as InterruptedException.
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static HttpAnswer receive(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            Instant date = response.headers().getInstant("Date");
            Instant now = date == null ? Clock.systemUTC().instant() : date;
            Duration retryAfter = RetryAfter.parse(response.header("Retry-After"), now);
            String body = null;
            boolean timedOut = false;
            try {
                body = body(response.body().source());
            } catch (InterruptedIOException e) {
                timedOut = true;
            } catch (IOException e) {
                // The status is known; what it says about the body is that there is none.
                timedOut = false;
            }
            return new HttpAnswer(response.code(), body, timedOut, retryAfter);
        }
    }

    private static String body(BufferedSource source) throws IOException {
        return source.request(MAX_BODY + 1) ? null : source.getBuffer().readUtf8();
    }

    private GiteaFailure failure(Request request, HttpAnswer answer) {
        String text = ErrorBody.parse(answer.body()).text();
        String hint = answer.status() < 400 ? REDIRECTED : text;
        return new GiteaFailure(
                kind(answer.status()),
                answer.status(),
                clean(name(request) + " was answered " + answer.status() + (hint.isEmpty() ? "" : ": " + hint)));
    }

    private static GiteaFailure.Kind kind(int status) {
        return switch (status) {
            case 401 -> GiteaFailure.Kind.UNAUTHORIZED;
            case 403 -> GiteaFailure.Kind.FORBIDDEN;
            case 404 -> GiteaFailure.Kind.NOT_FOUND;
            case 409 -> GiteaFailure.Kind.CONFLICT;
            case 408, 421, 425, 429 -> GiteaFailure.Kind.UNREACHABLE;
            default -> {
                if (status >= 500) {
                    yield GiteaFailure.Kind.UNREACHABLE;
                }
                yield status < 400 ? GiteaFailure.Kind.REDIRECT : GiteaFailure.Kind.INVALID;
            }
        };
    }

    Request get(HttpUrl url) {
        return request(url).get().build();
    }

    Request delete(HttpUrl url) {
        return request(url).delete(null).build();
    }

    Request post(HttpUrl url, Map<String, ?> json) {
        return request(url).post(body(json)).build();
    }

    Request patch(HttpUrl url, Map<String, ?> json) {
        return request(url).patch(body(json)).build();
    }

    private static OneShotBody body(Map<String, ?> json) {
        try {
            return new OneShotBody(JsonFields.MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Request.Builder request(HttpUrl url) {
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("Accept", "application/json")
                .header("User-Agent", "merge-gate");
        if (!token.isEmpty()) {
            request.header("Authorization", "token " + token.reveal());
        }
        return request;
    }

    private static String name(Request request) {
        return request.method() + " " + request.url().encodedPath();
    }

    static String reason(Exception e) {
        if (e instanceof InterruptedIOException) {
            return "interrupted".equals(e.getMessage()) ? "interrupted" : "timeout";
        }
        String kind = e.getClass().getSimpleName();
        return e.getMessage() == null ? kind : kind + ", " + e.getMessage();
    }

    /** {@code text} as one short line without the token. */
    String clean(String text) {
        String line = BREAKS.matcher(token.redact(text)).replaceAll(" ").strip();
        String brief = line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
        // Half of a surrogate pair becomes a question mark: no file could keep it.
        return new String(brief.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Makes a value of a body. */
    interface Reader<T> {
        T read(String body) throws MalformedAnswer;
    }
}
