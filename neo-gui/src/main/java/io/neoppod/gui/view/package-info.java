/// Screens, built in code and bound to their models.
@NullMarked
package io.neoppod.gui.view;

import org.jspecify.annotations.NullMarked;
