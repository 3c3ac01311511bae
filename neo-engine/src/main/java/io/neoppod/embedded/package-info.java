/// A whole cluster in this JVM: one master, one admin and storages on SQLite files of a folder. Its nodes listen on
/// loopback ports, so that every client and tool can use it.
///
/// Any thread may call; a node's state stays on its own loop.
@NullMarked
package io.neoppod.embedded;

import org.jspecify.annotations.NullMarked;
