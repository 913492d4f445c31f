// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.sf.json.JSONArray;
import net.sf.json.JSONNull;
import net.sf.json.JSONObject;
import org.yaml.snakeyaml.Yaml;

/** docs/openapi.yaml, and whether an answer is as it says: every field, no other, of its type. */
final class OpenApi {
    private static final String REF = "#/components/schemas/";

    private final Map<String, Object> document;
    /** The schemas that something was checked against. */
    private final Set<String> seen = new TreeSet<>();

    OpenApi() throws IOException {
        document = new Yaml().load(Files.readString(Path.of("../../docs/openapi.yaml")));
    }

    Map<String, Object> paths() {
        return map(document.get("paths"));
    }

    Set<String> seen() {
        return seen;
    }

    /** The names of all there are. */
    Set<String> schemas() {
        return new TreeSet<>(map(map(document.get("components")).get("schemas")).keySet());
    }

    Map<String, Object> schema(String name) {
        return map(map(map(document.get("components")).get("schemas")).get(name));
    }

    /** @param path of the document */
    void check(String path, JSONObject answer) {
        Map<String, Object> get = map(map(paths().get(path)).get("get"));
        Map<String, Object> ok = map(map(get.get("responses")).get("200"));
        Map<String, Object> json = map(map(ok.get("content")).get("application/json"));
        check(path, map(json.get("schema")), answer);
    }

    private void check(String where, Map<String, Object> schema, Object value) {
        if (schema.get("$ref") instanceof String ref) {
            String name = ref.substring(REF.length());
            seen.add(name);
            check(where, schema(name), value);
        } else if (schema.get("oneOf") instanceof List<?> choices) {
            if (!isNull(value)) {
                check(where, map(choices.get(0)), value);
            }
        } else {
            checkType(where, schema, value);
        }
    }

    private void checkType(String where, Map<String, Object> schema, Object value) {
        List<Object> types = new ArrayList<>();
        if (schema.get("type") instanceof List<?> several) {
            types.addAll(several);
        } else {
            types.add(schema.get("type"));
        }
        assertThat(types).as("%s is %s", where, value).contains(type(value));
        if (schema.get("enum") instanceof List<?> allowed && !isNull(value)) {
            assertThat(allowed).as(where).anyMatch(value::equals);
        }
        if (value instanceof JSONArray list) {
            for (int i = 0; i < list.size(); i++) {
                check(where + "[" + i + "]", map(schema.get("items")), list.get(i));
            }
        } else if (value instanceof JSONObject object && !object.isNullObject()) {
            Map<String, Object> properties = map(schema.get("properties"));
            Set<Object> fields = new TreeSet<>();
            object.keySet().forEach(fields::add);
            fields.remove("_class");
            assertThat(fields).as("fields of " + where).isEqualTo(new TreeSet<>(properties.keySet()));
            assertThat((List<?>) schema.get("required"))
                    .as("all of %s are required", where)
                    .hasSameSizeAs(fields);
            properties.forEach((name, property) -> check(where + "." + name, map(property), object.get(name)));
        }
    }

    private static String type(Object value) {
        if (isNull(value)) {
            return "null";
        }
        if (value instanceof JSONArray) {
            return "array";
        }
        if (value instanceof JSONObject) {
            return "object";
        }
        if (value instanceof Boolean) {
            return "boolean";
        }
        return value instanceof Integer || value instanceof Long ? "integer" : "string";
    }

    static boolean isNull(Object value) {
        return value == null
                || value instanceof JSONNull
                || value instanceof JSONObject object && object.isNullObject();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
