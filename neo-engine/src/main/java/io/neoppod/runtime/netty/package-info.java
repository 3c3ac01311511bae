/// The real surroundings of a node: one Netty event loop is the node's loop, and carries its sockets.
///
/// Nothing is handed between threads but jobs of workers. Epoll is used where available, else Java's selectors.
@NullMarked
package io.neoppod.runtime.netty;

import org.jspecify.annotations.NullMarked;
