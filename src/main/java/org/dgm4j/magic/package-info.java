/** The magics by their names; knows no particular kernel. */
package org.dgm4j.magic;
