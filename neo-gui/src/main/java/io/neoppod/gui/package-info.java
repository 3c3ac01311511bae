/// The desktop app: see a cluster as it is, know what an action will do, and do it.
///
/// | Package | Holds | Knows |
/// |---|---|---|
/// | `facade` | a connection to a cluster: snapshots, commands and their guard rails | the engine; no JavaFX |
/// | `model` | what each screen shows and offers, as properties | `facade`; no scene, control or stage |
/// | `view` | screens built in code and bound to their models | `model` |
@NullMarked
package io.neoppod.gui;

import org.jspecify.annotations.NullMarked;
