/** The adapter to the IJava kernel: registers magics and renderers, publishes displays. */
package org.dgm4j.kernel.ijava;
