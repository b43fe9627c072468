/** Tests of the annotation processor: what it generates is loaded and run. */
package dev.bpnet.processor;
