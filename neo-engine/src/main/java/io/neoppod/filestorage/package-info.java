/// ZODB's single-file database, `Data.fs`, as a leaf library: a streaming reader, a streaming writer, and the values
/// that travel between them and any other storage.
///
/// A copy in either direction is one loop over [io.neoppod.filestorage.TransactionRecord]s:
///
/// ```java
/// try (var source = FileStorageReader.open(from, ReadOptions.strict(anomalies));
///         var target = FileStorageWriter.append(to, anomalies)) {
///     var transactions = source.transactions(target.lastTid() + 1, ReadOptions.LAST_TID);
///     while (transactions.hasNext()) {
///         target.copy(transactions.next());
///         progress.accept(transactions.position());
///     }
/// }
/// ```
///
/// Layout of the file, all integers big-endian and unsigned:
///
/// ```text
/// file        := "FS30" transaction*                    ("FS21": same layout, made by Python 2; read only)
/// transaction := tid:8 tlen:8 status:1 ulen:2 dlen:2 elen:2 user description extension record* tlen:8
/// record      := oid:8 tid:8 prev:8 tloc:8 0:2 plen:8 (data:plen | back pointer:8 if plen = 0)
/// ```
///
/// Memory: bounded by the largest record (see [io.neoppod.filestorage.ReadOptions#maxDataBytes()]), never by the file.
///
/// Errors: [io.neoppod.filestorage.FileStorageException] and its subclasses for what is wrong with a file or what
/// cannot be copied, `UncheckedIOException` for what is wrong with the disk.
///
/// Reference: ZODB's `FileStorage` package.
@NullMarked
package io.neoppod.filestorage;

import org.jspecify.annotations.NullMarked;
