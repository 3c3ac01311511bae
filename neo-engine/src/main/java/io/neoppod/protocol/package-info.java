/// The NEO protocol, version 5: identifiers, packets and their encoding. Knows neither sockets nor roles.
///
/// Conventions: ids are `long` bits compared as unsigned, absent ids are [Ids#NONE]; node ids are `int`, absent ones
/// [NodeIds#NONE]; other absent integers are [Ids#NO_INTEGER]; absent floats are NaN. Packets take over the arrays and
/// lists they are built with, and nobody modifies these afterwards.
@NullMarked
package io.neoppod.protocol;

import org.jspecify.annotations.NullMarked;
