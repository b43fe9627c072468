/**
 * Writing files whole or not at all, and saying in words what kept one from being read or written.
 * Imports nothing of the compiler.
 */
package dev.bpnet.compiler.files;
