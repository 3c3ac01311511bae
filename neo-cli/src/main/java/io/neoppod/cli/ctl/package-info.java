/// `neo ctl`, the same as Python NEO's `neoctl`: asks an admin node and prints the answer.
///
/// [Verb] lists the commands and reads their arguments, [Report] is what they give and how it looks.
@NullMarked
package io.neoppod.cli.ctl;

import org.jspecify.annotations.NullMarked;
