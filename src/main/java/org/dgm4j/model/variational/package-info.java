/** Variational auto-encoders. */
package org.dgm4j.model.variational;
