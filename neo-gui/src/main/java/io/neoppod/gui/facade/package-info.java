/// A cluster as the app sees it: immutable snapshots made off the user's thread, and commands that are refused here
/// when they would be refused, or do harm, over there.
@NullMarked
package io.neoppod.gui.facade;

import org.jspecify.annotations.NullMarked;
