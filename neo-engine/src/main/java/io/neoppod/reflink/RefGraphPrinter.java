package io.neoppod.reflink;

import io.neoppod.protocol.Ids;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Shows a graph as lines: `key value` for marks, and `OID [referrers] [referents] previous next` for objects, in
/// decimal, as Python writes such values.
public final class RefGraphPrinter implements RefGraph.Visitor {
    private final Consumer<String> out;

    public RefGraphPrinter(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void mark(String name, @Nullable Object value) {
        out.accept(name + " " + text(value));
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case List<?> list -> list.stream().map(RefGraphPrinter::text).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    @Override
    public void entry(Entry entry) {
        out.accept("%d %s %s %s %s"
                .formatted(
                        entry.oid,
                        List.copyOf(entry.referrers),
                        List.copyOf(entry.referents),
                        id(entry.previousOrphan),
                        id(entry.nextOrphan)));
    }

    private static String id(long oid) {
        return oid == Ids.NONE ? "None" : Long.toString(oid);
    }
}
