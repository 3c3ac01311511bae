/// Records of ZODB databases, read without running anything of them: a leaf library.
///
/// A record is two pickles, of the class and of the state. A pickle is a program for a small stack machine, whose
/// Python implementation imports classes and calls them. The machine here builds a neutral tree instead: what would
/// be called is shown as it is.
///
/// | To | Use |
/// |---|---|
/// | see a record | [ZodbRecord#decode], then [Rendering] or [Json] |
/// | see one pickle, such as the extension of a transaction | [Pickles#decode] |
/// | follow references fast | [References#scan] |
/// | see what cannot be read | [Disassembly] |
/// | read a BTree | [BTreeNode#of] |
/// | compare two revisions | [Difference#between] |
///
/// Hostile input: every call ends, in time and memory proportional to the size of the record and within [Limits], with
/// a result or a [PickleException]. Values may be nested without bound and may contain themselves; what walks them
/// here is bounded, and so must be whoever else does.
///
/// Reference: ZODB's `serialize.py` for the forms of records and references.
@NullMarked
package io.neoppod.pickle;

import org.jspecify.annotations.NullMarked;
