package io.neoppod.ctl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Health of a cluster and of the backups that its admin watches.
///
/// @param warnings names of clusters with a warning; null stands for the cluster itself and comes first
/// @param problems names of clusters with a problem, likewise
/// @param text     the summary
public record MonitorReport(List<@Nullable String> warnings, List<@Nullable String> problems, String text) {}
