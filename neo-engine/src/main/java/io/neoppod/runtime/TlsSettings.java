package io.neoppod.runtime;

import java.nio.file.Path;

/// The three PEM files that turn on encryption; either all nodes of a cluster have them or none.
///
/// @param ca          certificates that sign those of the nodes, and optionally revocation lists
/// @param certificate this node's certificate, followed by intermediate ones if any
/// @param key         private key of the certificate, without password
public record TlsSettings(Path ca, Path certificate, Path key) {}
