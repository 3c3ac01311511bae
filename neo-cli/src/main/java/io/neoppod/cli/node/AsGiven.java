package io.neoppod.cli.node;

import picocli.CommandLine.ITypeConverter;

/// Takes any value, also an empty one.
final class AsGiven implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
        return value;
    }
}
