package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.source.Span;

/** A name as written. */
public record Identifier(String text, Span span) {}
