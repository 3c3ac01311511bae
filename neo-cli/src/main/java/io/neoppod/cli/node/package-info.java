/// `neo master`, `neo storage` and `neo admin`: one node in the foreground, from its options to its exit status.
/// `neo simple` runs several in one process.
@NullMarked
package io.neoppod.cli.node;

import org.jspecify.annotations.NullMarked;
