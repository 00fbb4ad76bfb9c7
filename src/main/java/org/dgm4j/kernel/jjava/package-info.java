/** The adapter to the JJava kernel: registers magics and renderers, publishes displays. */
package org.dgm4j.kernel.jjava;
