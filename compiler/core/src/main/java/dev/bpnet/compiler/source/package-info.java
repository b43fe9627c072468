/** Source texts and places in them. Imports nothing of the compiler. */
package dev.bpnet.compiler.source;
