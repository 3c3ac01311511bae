/// `neo migrate`: copies a database between a FileStorage (`Data.fs`) and a cluster, transaction by transaction.
///
/// Both directions begin after the last transaction of the target, so a copy that was interrupted goes on where it
/// stopped. Memory is bounded by the largest record and by fixed tables.
@NullMarked
package io.neoppod.cli.migrate;

import org.jspecify.annotations.NullMarked;
