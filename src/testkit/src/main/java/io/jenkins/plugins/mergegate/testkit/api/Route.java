// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One operation of the API. The template's parts in braces take one segment of the path each, a last one with dots
 * takes the rest. The scope is what a token must cover, without its level; empty for none.
 */
record Route(Call call, String method, List<String> template, String scope, Set<Need> needs, Handler handler) {

    /** Does the work of a route. */
    @FunctionalInterface
    interface Handler {
        Response handle(ApiRequest request);
    }

    Route {
        template = List.copyOf(template);
        needs = Set.copyOf(needs);
    }

    static Route of(Call call, String method, String template, String scope, Handler handler, Need... needs) {
        Set<Need> all = EnumSet.noneOf(Need.class);
        all.addAll(List.of(needs));
        List<String> parts = new ArrayList<>(List.of(template.split("/")));
        parts.removeIf(String::isEmpty);
        return new Route(call, method, parts, scope, all, handler);
    }

    /** The values of the parts in braces, if the path is of this shape. */
    Optional<Map<String, String>> match(String asked, List<String> segments) {
        if (!method.equals(asked)) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String part = template.get(i);
            if (i >= segments.size()) {
                return Optional.empty();
            }
            if (part.endsWith("...}")) {
                values.put(
                        part.substring(1, part.length() - 4), String.join("/", segments.subList(i, segments.size())));
                return Optional.of(values);
            }
            if (part.startsWith("{")) {
                values.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return segments.size() == template.size() ? Optional.of(values) : Optional.empty();
    }
}
