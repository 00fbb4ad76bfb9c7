/** The magics as commands; knows no particular kernel. */
package org.dgm4j.magic;
