// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.jvnet.hudson.test.JenkinsRule;

/** {@code /merge-gate/} as somebody sees it; what the API answers is compared with its document. */
final class Site {
    private final JenkinsRule jenkins;
    private final OpenApi document;

    Site(JenkinsRule jenkins, OpenApi document) {
        this.jenkins = jenkins;
        this.document = document;
    }

    /** @param user null = nobody */
    JSONObject dashboard(String user) throws Exception {
        return json(user, "api/json", "");
    }

    JSONObject runs(String user, String query) throws Exception {
        return json(user, "runs/api/json", query);
    }

    JSONObject stale(String user) throws Exception {
        return json(user, "stale/api/json", "");
    }

    private JSONObject json(String user, String path, String query) throws Exception {
        WebResponse answer = get(user, path + query);
        assertThat(answer.getStatusCode()).as("%s for %s", path, user).isEqualTo(200);
        JSONObject json = JSONObject.fromObject(answer.getContentAsString());
        document.check("/merge-gate/" + path, json);
        return json;
    }

    WebResponse get(String user, String path) throws Exception {
        try (JenkinsRule.WebClient web = client(user)) {
            return web.loadWebResponse(new WebRequest(url(path), HttpMethod.GET));
        }
    }

    /** As a script does, with a crumb. @param fields name, value, name, value... */
    WebResponse post(String user, String path, String... fields) throws Exception {
        try (JenkinsRule.WebClient web = client(user)) {
            WebRequest request = web.addCrumb(form(path, fields));
            request.setAdditionalHeader("Accept", "application/json");
            return web.loadWebResponse(request);
        }
    }

    /** As a page of another site makes a browser do: with the session, and no crumb. */
    WebResponse postWithoutCrumb(String user, String path, String... fields) throws Exception {
        try (JenkinsRule.WebClient web = client(user)) {
            return web.loadWebResponse(form(path, fields));
        }
    }

    private WebRequest form(String path, String... fields) throws Exception {
        WebRequest request = new WebRequest(url(path), HttpMethod.POST);
        request.setCharset(StandardCharsets.UTF_8);
        List<NameValuePair> values = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            values.add(new NameValuePair(fields[i], fields[i + 1]));
        }
        request.setRequestParameters(values);
        return request;
    }

    private URL url(String path) throws Exception {
        return new URL(jenkins.getURL(), "merge-gate/" + path);
    }

    JenkinsRule.WebClient client(String user) throws Exception {
        // Scripts of Jenkins' own pages only take time.
        JenkinsRule.WebClient web = jenkins.createWebClient().withJavaScriptEnabled(false);
        if (user != null) {
            web.login(user);
        }
        web.getOptions().setRedirectEnabled(false);
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        return web;
    }
}
