/**
 * How statements of the loop language are written: blocks that fold and share as they grow, nests,
 * names, routines. Knows operations only element by element.
 */
package dev.bpnet.compiler.lower.code;
