package io.neoppod.filestorage;

import io.neoppod.protocol.Ids;
import java.util.function.LongConsumer;

/// What a file holds, counted from its headers without reading any data.
///
/// Transactions that do not count ([incomplete][Anomaly.Kind#INCOMPLETE_TAIL], unfinished or undone) are not counted.
///
/// @param records  revisions, deletions included
/// @param end      end of the last complete transaction; lower than the size of the file if it has a damaged tail
/// @param lastTid  of the last complete transaction, or [Ids#NONE]
/// @param maxOid   highest OID, or [Ids#NONE]
public record FileSummary(long transactions, long records, long end, long lastTid, long maxOid) {

    private static final int WINDOW_BYTES = 64 << 10;

    static FileSummary of(DataFile file, ReadOptions options, LongConsumer progress) {
        Window window = file.windowOver(WINDOW_BYTES);
        Reporter reporter = new Reporter(file.path(), options);
        FrameScanner frames = new FrameScanner(window, reporter, file.magicBytes(), file.size(), ReadOptions.LAST_TID);
        long transactions = 0;
        long records = 0;
        long lastTid = Ids.NONE;
        long maxOid = Ids.NONE;
        for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
            transactions++;
            lastTid = frame.tid();
            RecordScanner scanner = new RecordScanner(window, frame, reporter);
            for (RecordFrame record = scanner.next(); record != null; record = scanner.next()) {
                records++;
                maxOid = maxOid == Ids.NONE || Long.compareUnsigned(record.oid(), maxOid) > 0 ? record.oid() : maxOid;
            }
            progress.accept(frames.position());
        }
        return new FileSummary(transactions, records, frames.position(), lastTid, maxOid);
    }
}
