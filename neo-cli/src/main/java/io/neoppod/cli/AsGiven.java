package io.neoppod.cli;

import picocli.CommandLine.ITypeConverter;

/// Takes any value, also an empty one.
public final class AsGiven implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
        return value;
    }
}
