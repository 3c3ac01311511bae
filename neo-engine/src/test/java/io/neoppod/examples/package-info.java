/// What the documentation shows, seen from outside the library.
@NullMarked
package io.neoppod.examples;

import org.jspecify.annotations.NullMarked;
