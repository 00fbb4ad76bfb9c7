/**
 * A small kernel with the names, the parts and the ways of IJava 1.3.0, on the same
 * jupyter-jvm-basekernel: IJava itself is on no registry, and the adapter to it must be tested.
 */
package io.github.spencerpark.ijava;
