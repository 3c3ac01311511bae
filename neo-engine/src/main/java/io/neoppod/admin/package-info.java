/// The admin node: takes control commands, relays them to the primary master, and tells how the cluster is.
///
/// ```
///  ctl ─▶ ControlService ─┬─▶ ClusterView            reads: answered from what the master told
///                         ├─▶ the primary master     commands: forwarded, the answer comes back to the asker
///                         └─▶ MonitorService         summary: last transaction asked, then ClusterHealth
/// ```
///
/// Confined to the loop of the node. Reference: neo/admin.
@NullMarked
package io.neoppod.admin;

import org.jspecify.annotations.NullMarked;
