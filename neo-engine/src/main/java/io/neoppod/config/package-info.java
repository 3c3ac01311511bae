/// Options of nodes, from `neo.conf` files and command lines, as validated values.
@NullMarked
package io.neoppod.config;

import org.jspecify.annotations.NullMarked;
