package io.neoppod.cli.context;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neoppod.config.Context;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Contexts as JSON objects, for programs. Described in `docs/cli.md`.
final class ContextJson {
    private static final String API_VERSION = "neo/v1";

    private ContextJson() {}

    static String list(@Nullable String current, List<Context> contexts) {
        var members = head("ContextList");
        members.put("current", current);
        members.put("contexts", contexts.stream().map(ContextJson::members).toList());
        return text(members);
    }

    static String one(Context context) {
        var members = head("Context");
        members.putAll(members(context));
        return text(members);
    }

    /// @param settings where each comes from, by name
    static String effective(Map<String, ContextCommand.Setting> settings) {
        var members = head("EffectiveContext");
        settings.forEach((name, setting) -> {
            var object = new LinkedHashMap<String, @Nullable Object>();
            object.put("value", setting.value());
            object.put("from", setting.origin());
            members.put(name, object);
        });
        return text(members);
    }

    private static Map<String, @Nullable Object> head(String kind) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("apiVersion", API_VERSION);
        members.put("kind", kind);
        return members;
    }

    private static Map<String, @Nullable Object> members(Context context) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("name", context.name());
        members.put("class", context.kind());
        members.put("address", context.address());
        members.put("masters", context.masters());
        members.put("cluster", context.cluster());
        var tls = context.tls();
        members.put(
                "tls",
                tls == null
                        ? null
                        : Map.of(
                                "ca",
                                tls.ca().toString(),
                                "cert",
                                tls.certificate().toString(),
                                "key",
                                tls.key().toString()));
        members.put("folder", context.folder() == null ? null : context.folder().toString());
        members.put("logs", context.logs().stream().map(Path::toString).toList());
        return members;
    }

    private static String text(Map<String, @Nullable Object> members) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(members);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
