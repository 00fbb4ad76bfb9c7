/** Which values have a view. */
package org.dgm4j.display.registry;
