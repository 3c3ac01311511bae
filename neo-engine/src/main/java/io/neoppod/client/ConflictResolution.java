package io.neoppod.client;

import io.neoppod.protocol.Ids;
import org.jspecify.annotations.Nullable;

/// Asks the application's [ConflictResolver], on the thread that commits.
final class ConflictResolution {
    private final ConflictResolver resolver;
    private final ObjectLoader objects;

    ConflictResolution(ClientCore core, ObjectLoader objects) {
        this.resolver = core.options().conflictResolver();
        this.objects = objects;
    }

    /// A change to merge with what was committed.
    ///
    /// @param ours      data of the change
    /// @param theirs    data at `committed` when it is at hand, else null
    /// @param committed revision that the change met
    record Change(Oid oid, Tid committed, Tid base, byte[] ours, byte @Nullable [] theirs, boolean undoing) {}

    /// @return the merged data
    /// @throws ConflictException when the resolver gives up, or the change started from nothing
    /// @throws StorageException  when the cluster cannot give the revisions now
    byte[] merge(Change change) {
        try {
            if (change.base.value() != Ids.ZERO) {
                return resolver.resolve(new Loaded(change))
                        .orElseThrow(() -> conflict(change))
                        .clone();
            }
        } catch (StorageException | ConflictException failed) {
            throw failed;
        } catch (RuntimeException fault) {
            var conflict = conflict(change);
            conflict.initCause(fault);
            throw conflict;
        }
        throw conflict(change);
    }

    private static ConflictException conflict(Change change) {
        return new ConflictException(change.oid, change.committed, change.base, false);
    }

    private final class Loaded implements ConflictResolver.Context {
        private final Change change;

        Loaded(Change change) {
            this.change = change;
        }

        @Override
        public Oid oid() {
            return change.oid;
        }

        @Override
        public Tid committed() {
            return change.committed;
        }

        @Override
        public Tid base() {
            return change.base;
        }

        @Override
        public byte[] newData() {
            return change.ours.clone();
        }

        @Override
        public byte[] baseData() {
            return data(change.base);
        }

        @Override
        public byte[] committedData() {
            return change.theirs == null ? data(change.committed) : change.theirs.clone();
        }

        @Override
        public boolean undoing() {
            return change.undoing;
        }

        private byte[] data(Tid serial) {
            return objects.load(change.oid, serial.value(), Ids.NONE)
                    .orElseThrow(() -> ObjectLoader.absent(change.oid, "has no revision " + serial))
                    .data();
        }
    }
}
