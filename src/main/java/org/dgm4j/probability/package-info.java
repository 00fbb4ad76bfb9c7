/** Exact small mathematics on the heap. Uses no other package of the project and no DJL. */
package org.dgm4j.probability;
