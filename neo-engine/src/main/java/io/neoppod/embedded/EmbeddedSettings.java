package io.neoppod.embedded;

import io.neoppod.config.ConfigException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What is wanted of an embedded cluster. Null leaves the choice to what the folder has, or to the default when it has
/// nothing yet.
///
/// @param folder     created when it does not exist
/// @param cluster    name of the cluster; default `dev`
/// @param masters    master nodes; default 1
/// @param storages   storage nodes; default 2
/// @param replicas   copies of each partition besides the first; default 1, or 0 with a single storage
/// @param partitions default 12
/// @param usualPorts whether a new cluster prefers the ports that commands take for granted (9999 for the admin, 10000
///                   for masters) to any that is free
public record EmbeddedSettings(
        Path folder,
        @Nullable String cluster,
        @Nullable Integer masters,
        @Nullable Integer storages,
        @Nullable Integer replicas,
        @Nullable Integer partitions,
        boolean usualPorts) {

    /// All choices left open.
    public static EmbeddedSettings in(Path folder) {
        return new EmbeddedSettings(folder, null, null, null, null, null, false);
    }

    public EmbeddedSettings withCluster(String name) {
        return new EmbeddedSettings(folder, name, masters, storages, replicas, partitions, usualPorts);
    }

    public EmbeddedSettings withFolder(Path other) {
        return new EmbeddedSettings(other, cluster, masters, storages, replicas, partitions, usualPorts);
    }

    public EmbeddedSettings withMasters(int count) {
        return new EmbeddedSettings(folder, cluster, count, storages, replicas, partitions, usualPorts);
    }

    public EmbeddedSettings withStorages(int count) {
        return new EmbeddedSettings(folder, cluster, masters, count, replicas, partitions, usualPorts);
    }

    public EmbeddedSettings withReplicas(int count) {
        return new EmbeddedSettings(folder, cluster, masters, storages, count, partitions, usualPorts);
    }

    public EmbeddedSettings withPartitions(int count) {
        return new EmbeddedSettings(folder, cluster, masters, storages, replicas, count, usualPorts);
    }

    public EmbeddedSettings withUsualPorts() {
        return new EmbeddedSettings(folder, cluster, masters, storages, replicas, partitions, true);
    }

    /// The shape of a new cluster.
    ///
    /// @throws ConfigException when no cluster can be so
    Shape newShape() throws ConfigException {
        int nodes = storages == null ? 2 : storages;
        int copies = replicas == null ? Math.min(1, nodes - 1) : replicas;
        var shape = new Shape(
                cluster == null ? "dev" : cluster,
                masters == null ? 1 : masters,
                nodes,
                copies,
                partitions == null ? 12 : partitions);
        if (shape.cluster.isBlank()) {
            throw new ConfigException("the name of the cluster is empty");
        }
        if (shape.masters < 1) {
            throw new ConfigException("a cluster needs at least one master");
        }
        if (nodes < 1 || shape.partitions < 1) {
            throw new ConfigException("a cluster needs at least one storage and one partition");
        }
        if (copies < 0 || copies >= nodes) {
            throw new ConfigException(
                    "%d replica(s) need at least %d storages, not %d".formatted(copies, copies + 1, nodes));
        }
        return shape;
    }

    /// Refuses an existing cluster that is not what is wanted.
    void check(Shape existing) throws ConfigException {
        check("cluster name", cluster, existing.cluster);
        check("number of masters", masters, existing.masters);
        check("number of storages", storages, existing.storages);
        check("number of replicas", replicas, existing.replicas);
        check("number of partitions", partitions, existing.partitions);
    }

    private void check(String what, @Nullable Object wanted, Object existing) throws ConfigException {
        if (wanted != null && !wanted.equals(existing)) {
            throw new ConfigException("the %s of the cluster in %s is %s, not %s: leave it out or take another folder"
                    .formatted(what, folder, existing, wanted));
        }
    }

    /// What a cluster keeps for its life.
    record Shape(String cluster, int masters, int storages, int replicas, int partitions) {
        Shape withStorages(int count) {
            return new Shape(cluster, masters, count, replicas, partitions);
        }
    }
}
