package io.neoppod.filestorage;

import io.neoppod.protocol.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/// What a file holds, counted from its headers without reading any data.
///
/// Transactions that do not count ([incomplete][Anomaly.Kind#INCOMPLETE_TAIL], unfinished or undone) are not counted.
///
/// @param records  revisions, deletions included
/// @param objects  distinct OIDs, those of deleted objects included
/// @param end      end of the last complete transaction; lower than the size of the file if it has a damaged tail
/// @param lastTid  of the last complete transaction, or [Ids#NONE]
public record FileSummary(long transactions, long records, long objects, long end, long lastTid) {

    private static final int WINDOW_BYTES = 64 << 10;

    static FileSummary of(DataFile file, ReadOptions options, LongConsumer progress) {
        try (OidIndex seen = OidIndex.create(temporaryFile())) {
            return count(file, options, seen, progress);
        }
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("neo", ".oids_tmp");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary file to count objects: " + e.getMessage(), e);
        }
    }

    private static FileSummary count(DataFile file, ReadOptions options, OidIndex seen, LongConsumer progress) {
        Window window = file.windowOver(WINDOW_BYTES);
        Reporter reporter = new Reporter(file.path(), options);
        FrameScanner frames = new FrameScanner(window, reporter, file.magicBytes(), file.size(), ReadOptions.LAST_TID);
        long transactions = 0;
        long records = 0;
        long objects = 0;
        long lastTid = Ids.NONE;
        for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
            transactions++;
            lastTid = frame.tid();
            RecordScanner scanner = new RecordScanner(window, frame, reporter);
            for (RecordFrame record = scanner.next(); record != null; record = scanner.next()) {
                records++;
                if (seen.get(record.oid()) == 0) {
                    objects++;
                    seen.put(record.oid(), record.position());
                }
            }
            progress.accept(frames.position());
        }
        return new FileSummary(transactions, records, objects, frames.position(), lastTid);
    }
}
