/// Connections that carry packets: handshake, framing, matching of answers to requests, handler tables.
///
/// ```
///  bytes ─▶ Link ─▶ Connection ─▶ HandlerTable ─▶ role code ─▶ Exchange / Connection ─▶ Link ─▶ bytes
/// ```
///
/// Everything of one node runs on its loop. Packets of one connection are handled in order, one at a time; what role
/// code sends during a turn leaves in one write at its end.
@NullMarked
package io.neoppod.net;

import org.jspecify.annotations.NullMarked;
