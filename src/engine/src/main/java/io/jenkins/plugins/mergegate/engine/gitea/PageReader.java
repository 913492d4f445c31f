// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * Reads a list page by page, until a page is empty or brings nothing new. A page that is only short may be followed by
 * more: the server can have a smaller limit, and it hides entries after it counted them. A list that knows no pages
 * repeats itself.
 */
final class PageReader {
    static final int LIMIT = 50;

    private static final int MAX_PAGES = 200;

    private final GiteaHttp http;

    PageReader(GiteaHttp http) {
        this.http = http;
    }

    /** Shows each entry of {@code url} once, until {@code visitor} has seen enough. */
    void each(HttpUrl url, GiteaHttp.Reader<List<JsonFields>> reader, Visitor visitor) throws GiteaFailure {
        Set<Object> seen = new HashSet<>();
        for (int page = 1; page <= MAX_PAGES; page++) {
            if (!http.read(http.get(page(url, page)), body -> show(reader.read(body), seen, visitor))) {
                return;
            }
        }
        throw new GiteaFailure(
                GiteaFailure.Kind.MALFORMED,
                200,
                http.clean(url.encodedPath() + " has more than " + MAX_PAGES + " pages"));
    }

    static HttpUrl page(HttpUrl url, int page) {
        return url.newBuilder()
                .addQueryParameter("page", Integer.toString(page))
                .addQueryParameter("limit", Integer.toString(LIMIT))
                .build();
    }

    /** Whether another page is worth a look. */
    private static boolean show(List<JsonFields> entries, Set<Object> seen, Visitor visitor) throws MalformedAnswer {
        boolean news = false;
        for (JsonFields entry : entries) {
            if (seen.add(entry.identity())) {
                news = true;
                if (!visitor.visit(entry)) {
                    return false;
                }
            }
        }
        return news;
    }

    /** Looks at one entry and says whether to go on. */
    interface Visitor {
        boolean visit(JsonFields entry) throws MalformedAnswer;
    }
}
