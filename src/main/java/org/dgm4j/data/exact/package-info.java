/** Data whose density is known exactly. */
package org.dgm4j.data.exact;
