package io.neoppod.gui.model;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The address of a cluster that a client has, as far as a connection can be filled with it. Names of hosts are not
/// looked up.
///
/// @param masters addresses separated by spaces
/// @param files   `ca`, `cert` and `key`, those that are there
record ClusterUri(String cluster, String masters, Map<String, String> files) {
    private static final Pattern URI = Pattern.compile("neos?://([^@/?#]+)@([^@/?#]+)(?:\\?([^#]*))?");

    /// Null when it is none.
    static @Nullable ClusterUri parse(String text) {
        var uri = URI.matcher(text.strip());
        if (!uri.matches()) {
            return null;
        }
        var files = new HashMap<String, String>();
        for (var option : (uri.group(3) == null ? "" : uri.group(3)).split("&")) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                files.put(option.substring(0, equals), decoded(option.substring(equals + 1)));
            }
        }
        files.keySet().retainAll(Set.of("ca", "cert", "key"));
        return new ClusterUri(decoded(uri.group(1)), uri.group(2).replace(',', ' '), Map.copyOf(files));
    }

    private static String decoded(String escaped) {
        try {
            return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noEscape) {
            return escaped;
        }
    }
}
