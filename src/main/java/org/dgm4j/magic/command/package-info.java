/** The magics, a class each. */
package org.dgm4j.magic.command;
