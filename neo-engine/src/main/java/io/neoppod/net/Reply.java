package io.neoppod.net;

import io.neoppod.protocol.ErrorCode;

/// The outcome of a request: exactly one reaches the one who asked.
public sealed interface Reply<A> {

    /// The expected answer. For requests that are only acknowledged, the acknowledging error packet.
    record Answered<A>(A answer) implements Reply<A> {}

    /// An error answer other than ACK.
    record Refused<A>(ErrorCode code, String message) implements Reply<A> {}

    /// The connection ended before an answer came: whether the request was executed is unknown.
    record Lost<A>(String reason) implements Reply<A> {}
}
