package io.neoppod.gui.facade;

/// Lists of partitions in few words.
public final class Ranges {
    private Ranges() {}

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
