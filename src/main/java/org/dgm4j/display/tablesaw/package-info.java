/** The user's tables, columns and figures. */
package org.dgm4j.display.tablesaw;
