package io.neoppod.gui.facade;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Lists of partitions in few words.
public final class Ranges {
    private Ranges() {}

    /// The numbers that a list names: `0-3, 7`; all of them when it is empty.
    ///
    /// @param count one more than the highest number
    /// @throws NumberFormatException when it is no such list, or names something beyond
    public static int[] parse(String text, int count) {
        if (text.isBlank()) {
            return IntStream.range(0, count).toArray();
        }
        return Arrays.stream(text.split(","))
                .map(part -> part.strip().split("\\s*[-–]\\s*", 2))
                .flatMapToInt(ends -> {
                    int first = Integer.parseInt(ends[0]);
                    int last = Integer.parseInt(ends[ends.length - 1]);
                    if (first < 0 || last < first || last >= count) {
                        throw new NumberFormatException(first + "–" + last);
                    }
                    return IntStream.rangeClosed(first, last);
                })
                .distinct()
                .sorted()
                .toArray();
    }

    /// `0–3, 7`.
    ///
    /// @param numbers in increasing order
    public static String text(int[] numbers) {
        var text = new StringBuilder();
        int i = 0;
        while (i < numbers.length) {
            int last = i;
            while (last + 1 < numbers.length && numbers[last + 1] == numbers[last] + 1) {
                last++;
            }
            text.append(text.isEmpty() ? "" : ", ").append(numbers[i]);
            if (last > i) {
                text.append('–').append(numbers[last]);
            }
            i = last + 1;
        }
        return text.toString();
    }
}
