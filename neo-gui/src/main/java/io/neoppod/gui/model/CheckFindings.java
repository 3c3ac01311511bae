package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.LogTail;
import io.neoppod.gui.facade.Ranges;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which partitions differ, as storages that compared them write it.
final class CheckFindings implements LogAnswer.Findings {
    private static final Pattern END = Pattern.compile("check of partition (\\d+): (.*)");
    private static final Pattern REFUSED = Pattern.compile("Failed to start checking partition (\\d+) \\((.*)\\)");
    private static final Pattern DIFFERS =
            Pattern.compile("partition (\\d+) differs on \\[(.*?)\\], in the \\d+ rows from (.*)");
    private static final String NOTHING = "nothing to check: ";
    private static final String DONE = "done";
    /// More differences are counted.
    private static final int TOLD = 5;

    private final Set<Integer> expected;
    private final int all;
    private final Set<Integer> compared = new HashSet<>();
    private final Map<Integer, String> different = new TreeMap<>();
    private final Map<Integer, String> refused = new TreeMap<>();

    /// @param expected partitions that have copies to compare
    CheckFindings(Set<Integer> expected) {
        this.expected = new HashSet<>(expected);
        this.all = expected.size();
    }

    @Override
    public void take(LogTail.Line line) {
        var end = END.matcher(line.text());
        if (end.matches()) {
            end(Integer.parseInt(end.group(1)), end.group(2).equals(DONE) ? "" : end.group(2));
        }
        var refusal = REFUSED.matcher(line.text());
        if (refusal.matches()) {
            end(Integer.parseInt(refusal.group(1)), refusal.group(2));
        }
        if (line.text().startsWith(NOTHING)) {
            expected.clear();
        }
        var difference = DIFFERS.matcher(line.text());
        if (difference.matches()) {
            int partition = Integer.parseInt(difference.group(1));
            different.putIfAbsent(
                    partition,
                    Texts.of("check.differs", Integer.toString(partition), difference.group(2), difference.group(3)));
        }
    }

    private void end(int partition, String problem) {
        if (expected.remove(partition)) {
            if (problem.isEmpty()) {
                compared.add(partition);
            } else {
                refused.put(partition, problem);
            }
        }
    }

    @Override
    public int found() {
        return all - expected.size();
    }

    @Override
    public int expected() {
        return all;
    }

    @Override
    public String unit() {
        return Texts.of("check.unit");
    }

    @Override
    public String text() {
        var text = new StringBuilder(Texts.of("check.compared", compared.size()));
        if (compared.isEmpty() && refused.isEmpty()) {
            return Texts.of("check.no-transaction");
        }
        text.append(' ').append(different.isEmpty() ? Texts.of("check.same") : differences());
        refused.keySet().removeAll(different.keySet());
        if (!refused.isEmpty()) {
            int[] partitions =
                    refused.keySet().stream().mapToInt(Integer::intValue).toArray();
            text.append(' ')
                    .append(Texts.of(
                            "check.not-compared",
                            Ranges.text(partitions),
                            refused.values().iterator().next()));
        }
        return text.toString();
    }

    private String differences() {
        var told = different.values().stream().limit(TOLD).collect(Collectors.joining(" "));
        return different.size() <= TOLD ? told : told + " " + Texts.of("check.more", different.size() - TOLD);
    }
}
