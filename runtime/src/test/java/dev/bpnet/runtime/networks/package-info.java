/** Networks written by hand, so that the tests of the runtime need no compiler. */
package dev.bpnet.runtime.networks;
