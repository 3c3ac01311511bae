package io.neoppod.gui.model;

import io.neoppod.gui.facade.AlertRule;
import io.neoppod.gui.facade.AlertRule.Limit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which alerts the user wants of a cluster, and from when on; kept in a file. A change acts with the next answer of
/// the cluster.
public final class AlertSettings {
    /// Also of the file: a number has nine digits at most.
    public static final int GREATEST_LIMIT = 999_999;

    private static final String MUTED = "_MUTED";
    private static final Logger LOG = LoggerFactory.getLogger("neo.desktop");

    private final Path file;
    private final Executor background;
    private final Map<AlertRule, Setting> settings = new EnumMap<>(AlertRule.class);
    private boolean loading;

    /// @param limit in the unit of the rule
    public record Setting(AlertRule rule, BooleanProperty muted, IntegerProperty limit) {
        private static Setting of(AlertRule rule) {
            return new Setting(rule, new SimpleBooleanProperty(), new SimpleIntegerProperty(standard(rule)));
        }

        /// Days or seconds.
        public boolean isInDays() {
            return AlertSettings.isInDays(rule);
        }
    }

    /// The usual ones, until those of the file are read.
    ///
    /// @param background runs what reads and writes the file, one after the other
    AlertSettings(Path file, Executor background, Executor userInterface) {
        this.file = file;
        this.background = background;
        for (var rule : AlertRule.values()) {
            var setting = Setting.of(rule);
            setting.muted.addListener((_, _, _) -> save());
            setting.limit.addListener((_, _, _) -> save());
            settings.put(rule, setting);
        }
        background.execute(() -> {
            var values = UiFile.read(file);
            userInterface.execute(() -> use(values));
        });
    }

    private static boolean isInDays(AlertRule rule) {
        return rule.meaning() == Limit.BEFORE;
    }

    private static int standard(AlertRule rule) {
        var limit = rule.limit();
        return (int) (isInDays(rule) ? limit.toDays() : limit.toSeconds());
    }

    private void use(Map<String, String> values) {
        loading = true;
        settings.forEach((rule, setting) -> {
            setting.muted.set("1".equals(values.get(rule.name() + MUTED)));
            setting.limit.set(UiFile.number(values, rule.name(), standard(rule), 0, GREATEST_LIMIT));
        });
        loading = false;
    }

    private void save() {
        if (loading) {
            return;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        settings.forEach((rule, setting) -> {
            if (setting.limit.get() != standard(rule)) {
                values.put(rule.name(), setting.limit.get());
            }
            if (setting.muted.get()) {
                values.put(rule.name() + MUTED, 1);
            }
        });
        background.execute(() -> {
            try {
                UiFile.write(file, values);
            } catch (IOException unwritable) {
                LOG.warn("alert rules last for this session only: {}", unwritable.toString());
            }
        });
    }

    /// As they are without a choice of the user.
    public void reset() {
        use(Map.of());
        save();
    }

    public Setting of(AlertRule rule) {
        return settings.get(rule);
    }

    boolean isMuted(AlertRule rule) {
        return of(rule).muted.get();
    }

    Duration limit(AlertRule rule) {
        var setting = of(rule);
        return setting.isInDays() ? Duration.ofDays(setting.limit.get()) : Duration.ofSeconds(setting.limit.get());
    }
}
