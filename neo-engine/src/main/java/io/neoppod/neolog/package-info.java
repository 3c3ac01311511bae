/// Log files in the format of Python NEO: SQLite databases with the lines and the packets of a node.
///
/// ```
/// log      date, node, level, pathname, lineno, msg     one row for each line
/// packet   date, node, msg_id, code, peer, body         one row for each packet sent or received
/// node     id, name, cluster, nid                       what `node` stands for
/// protocol date, text                                   how packets from that date on are to be read
/// ```
///
/// [LogFile] reads them, page by page, and never executes what they hold. [LogLines] shows records as `neolog` does.
@NullMarked
package io.neoppod.neolog;

import org.jspecify.annotations.NullMarked;
