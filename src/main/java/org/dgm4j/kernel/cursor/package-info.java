/** What stands at the cursor, and what can be said of it. */
package org.dgm4j.kernel.cursor;
