/// What each screen shows and offers. Confined to the thread of the user interface.
@NullMarked
package io.neoppod.gui.model;

import org.jspecify.annotations.NullMarked;
