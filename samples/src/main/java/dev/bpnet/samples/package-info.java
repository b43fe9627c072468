/** Programs around the sample models that lie in the folders beside {@code src}. */
package dev.bpnet.samples;
