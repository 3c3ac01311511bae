package io.neoppod.client;

import io.neoppod.config.Addresses;
import io.neoppod.config.ConfigException;
import io.neoppod.protocol.Address;
import io.neoppod.runtime.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a client reaches its cluster and behaves.
///
/// @param masters             known masters, at least one
/// @param compression         zlib level from 1 to 9, or 0 to store records as they are
/// @param cacheBytes          size of the cache, which also limits unacknowledged data of a transaction
/// @param ignoreWrongChecksum return damaged records rather than fail when no cell has a good one
/// @param timeout             limit for each blocking call, or null to wait for the cluster for ever
/// @param logfile             gets the log of the client, packets included, for `neolog`; null without
/// @param conflictResolver    merges changes that conflict
public record ClientOptions(
        String cluster,
        List<Address> masters,
        int compression,
        boolean readOnly,
        long cacheBytes,
        boolean ignoreWrongChecksum,
        @Nullable TlsSettings tls,
        @Nullable Duration timeout,
        @Nullable Path logfile,
        ConflictResolver conflictResolver) {
    /// Default size of the cache.
    public static final long DEFAULT_CACHE_BYTES = 20L << 20;

    /// Level of zlib that is its own default.
    public static final int DEFAULT_COMPRESSION = 6;

    private static final int DEFAULT_MASTER_PORT = 10000;

    public ClientOptions {
        masters = List.copyOf(masters);
        if (masters.isEmpty()) {
            throw new IllegalArgumentException("a client needs at least one master address");
        }
    }

    public static ClientOptions of(String cluster, List<Address> masters) {
        return new ClientOptions(
                cluster,
                masters,
                DEFAULT_COMPRESSION,
                false,
                DEFAULT_CACHE_BYTES,
                false,
                null,
                null,
                null,
                ConflictResolver.NONE);
    }

    /// Reads `neo://name@master1[:port],master2?option=value`, or `neos://` with the TLS options `ca`, `cert`, `key`.
    /// Options that are not ours are left to the caller's database layer.
    public static ClientOptions parse(String address) throws ConfigException {
        return ClientUri.parse(address);
    }

    /// Parses the master list of an address or of `master_nodes`.
    static List<Address> masters(String text) throws ConfigException {
        return Addresses.parseList(text, DEFAULT_MASTER_PORT);
    }

    public ClientOptions withTimeout(@Nullable Duration limit) {
        return new ClientOptions(
                cluster,
                masters,
                compression,
                readOnly,
                cacheBytes,
                ignoreWrongChecksum,
                tls,
                limit,
                logfile,
                conflictResolver);
    }

    public ClientOptions withTls(@Nullable TlsSettings settings) {
        return new ClientOptions(
                cluster,
                masters,
                compression,
                readOnly,
                cacheBytes,
                ignoreWrongChecksum,
                settings,
                timeout,
                logfile,
                conflictResolver);
    }

    public ClientOptions withReadOnly(boolean value) {
        return new ClientOptions(
                cluster,
                masters,
                compression,
                value,
                cacheBytes,
                ignoreWrongChecksum,
                tls,
                timeout,
                logfile,
                conflictResolver);
    }

    public ClientOptions withCompression(int level) {
        return new ClientOptions(
                cluster,
                masters,
                level,
                readOnly,
                cacheBytes,
                ignoreWrongChecksum,
                tls,
                timeout,
                logfile,
                conflictResolver);
    }

    public ClientOptions withCacheBytes(long bytes) {
        return new ClientOptions(
                cluster,
                masters,
                compression,
                readOnly,
                bytes,
                ignoreWrongChecksum,
                tls,
                timeout,
                logfile,
                conflictResolver);
    }

    public ClientOptions withIgnoreWrongChecksum(boolean value) {
        return new ClientOptions(
                cluster, masters, compression, readOnly, cacheBytes, value, tls, timeout, logfile, conflictResolver);
    }

    public ClientOptions withConflictResolver(ConflictResolver resolver) {
        return new ClientOptions(
                cluster,
                masters,
                compression,
                readOnly,
                cacheBytes,
                ignoreWrongChecksum,
                tls,
                timeout,
                logfile,
                resolver);
    }

    public ClientOptions withLogfile(@Nullable Path file) {
        return new ClientOptions(
                cluster,
                masters,
                compression,
                readOnly,
                cacheBytes,
                ignoreWrongChecksum,
                tls,
                timeout,
                file,
                conflictResolver);
    }

    static TlsSettings tls(String ca, String certificate, String key) {
        return new TlsSettings(Path.of(ca), Path.of(certificate), Path.of(key));
    }
}
