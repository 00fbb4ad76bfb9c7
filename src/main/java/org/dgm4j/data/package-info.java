/** Images and vectors on the heap, in data sets of three splits; masks, orderings, drawn digits. */
package org.dgm4j.data;
