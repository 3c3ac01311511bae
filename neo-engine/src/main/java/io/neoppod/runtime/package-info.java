/// The only door to time, threads, chance and sockets.
///
/// A node receives one [NodeRuntime] and asks it for everything that is not plain computation. Production plugs in
/// Netty (`io.neoppod.runtime.netty`); tests plug in a simulation with virtual time and an in-memory network.
@NullMarked
package io.neoppod.runtime;

import org.jspecify.annotations.NullMarked;
