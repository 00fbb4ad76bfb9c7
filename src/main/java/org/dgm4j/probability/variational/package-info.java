/** Variational inference, on targets whose density is known up to a factor. */
package org.dgm4j.probability.variational;
