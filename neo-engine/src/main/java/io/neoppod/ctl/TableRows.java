package io.neoppod.ctl;

import io.neoppod.protocol.CellEntry;
import java.util.List;

/// Rows of a partition table.
///
/// @param ptid version, or [io.neoppod.protocol.Ids#NO_INTEGER] before the first start
/// @param rows cells of each partition, in the order of the table
public record TableRows(int ptid, int replicas, List<List<CellEntry>> rows) {}
