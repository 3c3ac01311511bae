/// A world for nodes in one thread: virtual time, an in-memory network that behaves like TCP, and one seed.
///
/// ```
///  Simulation ─ event queue, virtual time, trace, failure
///    ├─ SimNode ─ start, stop, kill, pause, clock, disk ─▶ SimRuntime (what the node gets)
///    └─ SimNetwork ─ cut, delay, throttle, refuse, reset, hold ─▶ SimLink ═ Pipe ═▶ SimLink
/// ```
///
/// Everything that happens is an event; events of one moment run in an order that the seed decides, those of one source
/// in the order they were given. Nothing reads a real clock, so the same seed gives the same trace.
@NullMarked
package io.neoppod.sim;

import org.jspecify.annotations.NullMarked;
