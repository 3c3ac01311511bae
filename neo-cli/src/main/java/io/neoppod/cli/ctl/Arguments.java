package io.neoppod.cli.ctl;

import io.neoppod.protocol.NodeIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The words after the name of a command, read from left to right.
final class Arguments {
    private final List<String> words;
    private final String synopsis;
    private int next;

    /// @param synopsis of the command, shown when words are missing or left over
    Arguments(List<String> words, String synopsis) {
        this.words = words;
        this.synopsis = synopsis;
    }

    boolean hasNext() {
        return next < words.size();
    }

    String next() throws BadCommand {
        if (!hasNext()) {
            throw usage();
        }
        return words.get(next++);
    }

    /// Skips a word if it is the next one.
    boolean skip(String word) {
        boolean isNext = hasNext() && words.get(next).equals(word);
        next += isNext ? 1 : 0;
        return isNext;
    }

    void end() throws BadCommand {
        if (hasNext()) {
            throw usage();
        }
    }

    private BadCommand usage() {
        return new BadCommand("usage: " + synopsis);
    }

    /// @param fallback when there is no more word
    int integer(int fallback) throws BadCommand {
        return hasNext() ? integer() : fallback;
    }

    int integer() throws BadCommand {
        return integer(next());
    }

    private static int integer(String word) throws BadCommand {
        try {
            return Integer.parseInt(word.strip());
        } catch (NumberFormatException notAnInteger) {
            throw new BadCommand("invalid number: " + word);
        }
    }

    /// `S1`, `M2`, …
    int node() throws BadCommand {
        return node(next());
    }

    private static int node(String word) throws BadCommand {
        try {
            return NodeIds.parse(word);
        } catch (IllegalArgumentException notANode) {
            throw new BadCommand("invalid node id: " + word);
        }
    }

    int[] nodes() throws BadCommand {
        var nids = new ArrayList<Integer>();
        while (hasNext()) {
            nids.add(node());
        }
        return nids.stream().mapToInt(Integer::intValue).toArray();
    }

    /// A constant of an enum of the protocol, in any case.
    <E extends Enum<E>> E name(String what, Class<E> type) throws BadCommand {
        var word = next();
        try {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            var names = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
            throw new BadCommand("invalid " + what + ": " + word + " (one of " + String.join(", ", names) + ")");
        }
    }

    /// `tid:N` or a UNIX time.
    long tid() throws BadCommand {
        return TidArgument.parse(next());
    }

    /// @param fallback when there is no more word
    long tid(long fallback) throws BadCommand {
        return hasNext() ? tid() : fallback;
    }

    /// What `check` is told about a partition.
    ///
    /// @param partition -1 for all
    /// @param reference node to compare with, or [NodeIds#NONE]
    record Source(int partition, int reference) {}

    /// All next words of the form `partition:reference`, where both may be left out.
    List<Source> sources() throws BadCommand {
        var sources = new ArrayList<Source>();
        while (hasNext()
                && !TidArgument.isTid(words.get(next))
                && words.get(next).contains(":")) {
            var word = next();
            int colon = word.indexOf(':');
            var reference = word.substring(colon + 1);
            sources.add(new Source(
                    colon == 0 ? -1 : integer(word.substring(0, colon)),
                    reference.isEmpty() ? NodeIds.NONE : node(reference)));
        }
        return sources;
    }
}
