package io.neoppod.ctl;

import io.neoppod.protocol.CellEntry;
import java.util.List;

/// What a tweak did, or would do.
///
/// @param changed whether any cell changes
/// @param rows    the resulting table
public record TweakResult(boolean changed, List<List<CellEntry>> rows) {}
