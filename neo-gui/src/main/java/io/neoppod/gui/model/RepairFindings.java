package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.LogTail;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How many records nothing refers to, as storages that looked for them write it.
final class RepairFindings implements LogAnswer.Findings {
    private static final Pattern FOUND = Pattern.compile("found (\\d+) records that may be orphan");
    private static final Pattern DELETED = Pattern.compile("deleted (\\d+) orphan records");

    private final int storages;
    private final boolean isDryRun;
    private final Map<String, String> counts = new TreeMap<>();

    /// @param storages how many were asked
    RepairFindings(int storages, boolean isDryRun) {
        this.storages = storages;
        this.isDryRun = isDryRun;
    }

    @Override
    public void take(LogTail.Line line) {
        var count = (isDryRun ? FOUND : DELETED).matcher(line.text());
        if (count.matches()) {
            counts.put(line.node(), count.group(1));
        }
    }

    @Override
    public int found() {
        return counts.size();
    }

    @Override
    public int expected() {
        return storages;
    }

    @Override
    public String unit() {
        return Texts.of("repair.unit");
    }

    @Override
    public String text() {
        var list = counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return Texts.of(isDryRun ? "repair.found" : "repair.deleted", list);
    }
}
