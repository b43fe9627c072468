package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.diagnostic.Diagnostics;

/** What all who take part in reading one file look things up in. */
record Reading(TokenSpans spans, Comments comments, Outline outline, Diagnostics sink) {}
