package io.neoppod.gui.facade;

import io.neoppod.gui.facade.CertificateFiles.Certificate;
import io.neoppod.protocol.Address;
import io.neoppod.protocol.NodeType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How an address of a cluster answers from here.
///
/// @param nid         of its node, or [io.neoppod.protocol.NodeIds#NONE] when that is not known
/// @param detail      version of the protocol, or what the system says; else empty
/// @param took        until its first words came; null when they were not those of a node
/// @param certificate that it showed; null without encryption
public record Reach(
        NodeType type,
        int nid,
        Address address,
        Answer answer,
        String detail,
        @Nullable Duration took,
        @Nullable Certificate certificate) {

    public enum Answer {
        /// A node of our version.
        NODE,
        /// A master of this cluster.
        MASTER,
        /// A master of a cluster with another name.
        OTHER_NAME,
        OTHER_VERSION,
        NEEDS_TLS,
        NEEDS_PLAIN,
        CERTIFICATE_REFUSED,
        NOT_NEO,
        SILENT,
        REFUSED,
        UNREACHABLE;

        /// Whether it is as it should be.
        public boolean isWell() {
            return this == NODE || this == MASTER;
        }
    }
}
