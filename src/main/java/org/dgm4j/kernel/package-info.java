/**
 * What the adapters to the Java kernels share: running magics, showing views and progress, the
 * session of each cell, and all of the plugin that knows JShell, but no kernel.
 */
package org.dgm4j.kernel;
