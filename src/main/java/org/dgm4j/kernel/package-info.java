/**
 * What the adapters to the Java kernels share: all of the plugin that knows JShell, but no kernel.
 */
package org.dgm4j.kernel;
