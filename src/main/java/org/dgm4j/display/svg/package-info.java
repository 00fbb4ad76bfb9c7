/** Charts as pictures that stand alone. */
package org.dgm4j.display.svg;
