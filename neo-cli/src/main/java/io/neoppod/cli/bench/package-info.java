/// `neo bench`: how fast a cluster is, measured from outside by the client library, and beside another cluster.
///
/// A [Scenario] lets a crew of [Client]s repeat a piece of [Work] in timed rounds and gives [Metric]s. Everything that
/// is shown, in a table, as JSON or as a ratio of two clusters, is made from these.
@NullMarked
package io.neoppod.cli.bench;

import org.jspecify.annotations.NullMarked;
