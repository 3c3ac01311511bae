package io.neoppod.filestorage;

import io.neoppod.filestorage.ReadOptions.OnDamage;
import io.neoppod.protocol.Ids;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Tells of the anomalies of one pass over a file, or stops the pass.
final class Reporter {
    private final Path path;
    private final ReadOptions options;
    private @Nullable Frame lastGood;

    Reporter(Path path, ReadOptions options) {
        this.path = path;
        this.options = options;
    }

    /// The transaction that was just found to be sound, for messages about what follows.
    void passed(Frame frame) {
        lastGood = frame;
    }

    void report(Anomaly.Kind kind, long offset, String detail) {
        if (kind.isDamage() && options.onDamage() == OnDamage.REFUSE) {
            String before = lastGood == null
                    ? "no transaction comes before it"
                    : "last transaction found before it: " + Ids.hex(lastGood.tid());
            throw new CorruptFileException(path, offset, detail + " (" + before + ")");
        }
        options.anomalies().accept(new Anomaly(kind, offset, detail));
    }
}
