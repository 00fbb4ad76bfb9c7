/** Images and vectors on the heap, their loaders, and data whose density is known exactly. */
package org.dgm4j.data;
