/// `neo log`: shows the log files of nodes.
@NullMarked
package io.neoppod.cli.log;

import org.jspecify.annotations.NullMarked;
