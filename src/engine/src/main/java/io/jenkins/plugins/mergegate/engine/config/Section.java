// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One mapping of the file: reads its keys as the types they must have. A key that is not there gives the default. */
final class Section {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,59}");

    private final String path;
    private final Map<?, ?> values;

    /** @throws InvalidInput when there is a key that is not among {@code keys} */
    private Section(String path, Object values, List<String> keys) {
        this.path = path;
        if (values == null) {
            this.values = Map.of();
        } else if (values instanceof Map<?, ?> map) {
            this.values = map;
        } else {
            throw new InvalidInput(
                    path.isEmpty() ? "The configuration" : path, "must be a mapping with the keys " + words(keys));
        }
        for (Object key : this.values.keySet()) {
            if (!(key instanceof String name) || !keys.contains(name)) {
                throw unknown(key, keys);
            }
        }
    }

    static Section root(Object values, String... keys) {
        return new Section("", values, List.of(keys));
    }

    Section section(String key, String... keys) {
        return new Section(field(key), values.get(key), List.of(keys));
    }

    /** A list of mappings. */
    List<Section> sections(String key, String... keys) {
        List<Section> sections = new ArrayList<>();
        List<?> entries = list(key);
        for (int i = 0; i < entries.size(); i++) {
            String entry = field(key) + "[" + i + "]";
            if (!(entries.get(i) instanceof Map)) {
                throw new InvalidInput(entry, "must be a mapping with the keys " + words(List.of(keys)));
            }
            sections.add(new Section(entry, entries.get(i), List.of(keys)));
        }
        return sections;
    }

    boolean flag(String key, boolean fallback) {
        if (!values.containsKey(key)) {
            return fallback;
        }
        if (values.get(key) instanceof Boolean value) {
            return value;
        }
        throw new InvalidInput(field(key), "must be true or false");
    }

    int number(String key, int fallback) {
        if (!values.containsKey(key)) {
            return fallback;
        }
        Object value = values.get(key);
        if (value instanceof Integer number) {
            return number;
        }
        boolean large = value instanceof Long n && n > 0 || value instanceof BigInteger b && b.signum() > 0;
        throw large ? ConfigRules.tooLarge(field(key)) : ConfigRules.notANumber(field(key));
    }

    String text(String key, String fallback) {
        return values.containsKey(key) ? text(field(key), values.get(key)) : fallback;
    }

    /** Also fine when it is there and has no value. */
    String optionalText(String key) {
        return values.get(key) == null ? null : text(key, null);
    }

    String requiredText(String key) {
        if (!values.containsKey(key)) {
            throw new InvalidInput(field(key), "is missing");
        }
        return text(key, null);
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        List<?> entries = list(key);
        for (int i = 0; i < entries.size(); i++) {
            texts.add(text(field(key) + "[" + i + "]", entries.get(i)));
        }
        return List.copyOf(texts);
    }

    private List<?> list(String key) {
        Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new InvalidInput(field(key), "must be a list");
    }

    private static String text(String field, Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new InvalidInput(field, value == null ? "must not be empty" : "must be text (put it in quotes)");
    }

    private String field(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private InvalidInput unknown(Object key, List<String> keys) {
        if (key instanceof String name && PLAIN_KEY.matcher(name).matches()) {
            return new InvalidInput(field(name), "is not a known key (known are " + words(keys) + ")");
        }
        return new InvalidInput(
                path.isEmpty() ? "The configuration" : path, "has an unknown key (known are " + words(keys) + ")");
    }

    private static String words(List<String> keys) {
        return String.join(", ", keys);
    }
}
