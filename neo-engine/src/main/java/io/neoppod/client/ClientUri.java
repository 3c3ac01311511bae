package io.neoppod.client;

import io.neoppod.config.ConfigException;
import io.neoppod.config.UserPaths;
import io.neoppod.runtime.TlsSettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `neo://` and `neos://` addresses of clusters.
///
/// Reference: neo/client/zodburi.py.
final class ClientUri {
    private static final Pattern SIZE = Pattern.compile("(\\d+)(kb|mb|gb)?");

    private final String text;
    private final Map<String, String> options = new LinkedHashMap<>();

    private ClientUri(String text) {
        this.text = text;
    }

    static ClientOptions parse(String address) throws ConfigException {
        return new ClientUri(address).parse();
    }

    private ClientOptions parse() throws ConfigException {
        boolean secure = text.startsWith("neos://");
        if (!secure && !text.startsWith("neo://")) {
            throw error("it must start with neo:// or neos://");
        }
        var rest = text.substring(text.indexOf("://") + 3);
        int query = rest.indexOf('?');
        var authority = query < 0 ? rest : rest.substring(0, query);
        if (authority.indexOf('/') >= 0 || rest.indexOf('#') >= 0) {
            throw error("it must have no path and no fragment");
        }
        int at = authority.indexOf('@');
        if (at <= 0 || at == authority.length() - 1) {
            throw error("expected neo://CLUSTER@MASTER[:PORT],…");
        }
        readOptions(query < 0 ? "" : rest.substring(query + 1));
        var masters = ClientOptions.masters(authority.substring(at + 1).replace(',', ' '));
        return new ClientOptions(
                decode(authority.substring(0, at)),
                masters,
                compression(options.getOrDefault("compress", "true")),
                bool("read-only"),
                cacheSize(),
                bool("ignore-wrong-checksum"),
                tls(secure),
                null,
                logfile(),
                ConflictResolver.NONE);
    }

    private void readOptions(String query) throws ConfigException {
        for (var pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                options.put(decode(pair.substring(0, equals)).replace('_', '-'), decode(pair.substring(equals + 1)));
            }
        }
        for (var reserved : new String[] {"master-nodes", "name"}) {
            if (options.containsKey(reserved)) {
                throw error("'" + reserved + "' cannot be an option");
            }
        }
    }

    private int compression(String value) throws ConfigException {
        return switch (value) {
            case "zlib" -> ClientOptions.DEFAULT_COMPRESSION;
            default -> {
                if (value.matches("zlib=[1-9]")) {
                    yield value.charAt(value.length() - 1) - '0';
                }
                yield parseBool("compress", value) ? ClientOptions.DEFAULT_COMPRESSION : 0;
            }
        };
    }

    private boolean bool(String option) throws ConfigException {
        var value = options.get(option);
        return value != null && parseBool(option, value);
    }

    private boolean parseBool(String option, String value) throws ConfigException {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw error("invalid value '" + value + "' of " + option);
        };
    }

    private long cacheSize() throws ConfigException {
        var value = options.get("cache-size");
        if (value == null) {
            return ClientOptions.DEFAULT_CACHE_BYTES;
        }
        var match = SIZE.matcher(value.toLowerCase(Locale.ROOT));
        if (!match.matches()) {
            throw error("invalid value '" + value + "' of cache-size");
        }
        int shift = switch (match.group(2)) {
            case "kb" -> 10;
            case "mb" -> 20;
            case "gb" -> 30;
            case null, default -> 0;
        };
        return Long.parseLong(match.group(1)) << shift;
    }

    private @Nullable Path logfile() throws ConfigException {
        var value = options.get("logfile");
        return value == null ? null : UserPaths.parse(value);
    }

    private @Nullable TlsSettings tls(boolean secure) throws ConfigException {
        var ca = file("ca", secure);
        var cert = file("cert", secure);
        var key = file("key", secure);
        if (ca == null && cert == null && key == null) {
            return null;
        }
        if (ca == null || cert == null || key == null) {
            throw error("TLS needs all of ca, cert and key");
        }
        return ClientOptions.tls(ca, cert, key);
    }

    private @Nullable String file(String option, boolean required) throws ConfigException {
        var value = options.get(option);
        if (value == null && required) {
            var variable = "NEO_" + option.toUpperCase(Locale.ROOT);
            value = System.getenv(variable);
            if (value == null) {
                throw error("neos:// needs '" + option + "' or $" + variable);
            }
        }
        return value;
    }

    private static String decode(String escaped) {
        return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private ConfigException error(String reason) {
        return new ConfigException("invalid cluster address '" + text + "': " + reason);
    }
}
