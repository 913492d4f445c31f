// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.testkit.http.Request;
import io.jenkins.plugins.mergegate.testkit.http.Response;
import io.jenkins.plugins.mergegate.testkit.view.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** One page of a list, with the headers that tell about the rest. */
record Paging(int page, int limit, Request request, String root) {

    static final int MAX = 50;
    static final int DEFAULT = 30;

    static Paging of(Request request, String root) {
        int page = Math.max(1, number(request, "page", 1));
        int limit = number(request, "limit", DEFAULT);
        return new Paging(page, limit < 1 ? DEFAULT : Math.min(limit, MAX), request, root);
    }

    /** The part of the list that is on the page. */
    <T> List<T> cut(List<T> all) {
        int from = (int) Math.min((page - 1L) * limit, all.size());
        return all.subList(from, Math.min(from + limit, all.size()));
    }

    /** Only what is on the page is made into JSON. */
    <T> Response answer(List<T> all, Function<T, ? extends JsonNode> view) {
        List<? extends JsonNode> shown = cut(all).stream().map(view).toList();
        return withHeaders(Response.json(200, Json.array(shown)), all.size());
    }

    /** Tells about the pages beside this one. */
    Response withHeaders(Response response, int total) {
        Response counted = response.with("X-Total-Count", String.valueOf(total));
        String links = links(total);
        return links.isEmpty() ? counted : counted.with("Link", links);
    }

    private String links(int total) {
        int last = Math.max(1, (total + limit - 1) / limit);
        List<String> links = new ArrayList<>();
        if (page < last) {
            links.add(link(page + 1, "next"));
            links.add(link(last, "last"));
        }
        if (page > 1) {
            links.add(link(1, "first"));
            links.add(link(page - 1, "prev"));
        }
        return String.join(",", links);
    }

    /** The same address, all its parameters in order, with another page. */
    private String link(int target, String relation) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : request.query().split("&")) {
            if (!pair.isEmpty()) {
                parameters.put(pair.split("=", 2)[0], pair);
            }
        }
        parameters.put("page", "page=" + target);
        String query = String.join("&", parameters.values());
        return "<" + root + request.path() + "?" + query + ">; rel=\"" + relation + "\"";
    }

    private static int number(Request request, String name, int otherwise) {
        try {
            return request.parameter(name).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
