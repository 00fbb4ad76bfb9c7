/** Immutable views of values and the MIME bundles that show them; knows no kernel. */
package org.dgm4j.display;
