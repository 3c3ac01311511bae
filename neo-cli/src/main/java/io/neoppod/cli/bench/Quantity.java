package io.neoppod.cli.bench;

import java.util.Locale;

/// Values for people: about three digits, in a fitting unit.
final class Quantity {
    private Quantity() {}

    /// A value with its unit. Microseconds become milliseconds or seconds when they are many.
    static String text(double value, String unit) {
        return number(value / scale(value, unit)) + " " + unit(value, unit);
    }

    /// The median, and the lowest and highest round where there are several.
    static String withSpread(Metric metric) {
        double median = metric.median();
        if (metric.rounds().size() == 1) {
            return text(median, metric.unit());
        }
        double scale = scale(median, metric.unit());
        return text(median, metric.unit()) + " [" + number(metric.lowest() / scale) + "–"
                + number(metric.highest() / scale) + "]";
    }

    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 99.95 ? "%,.0f" : size >= 9.995 ? "%.1f" : "%.2f", value);
    }

    private static double scale(double value, String unit) {
        return !unit.equals("µs") || value < 1e3 ? 1 : value < 1e6 ? 1e3 : 1e6;
    }

    private static String unit(double value, String unit) {
        return !unit.equals("µs") || value < 1e3 ? unit : value < 1e6 ? "ms" : "s";
    }
}
