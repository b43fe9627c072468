/**
 * Where values lie: the flat array of parameters, and the buffers of everything that a plan keeps.
 */
package dev.bpnet.compiler.lower.storage;
