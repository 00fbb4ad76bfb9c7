/** How uncertain distributions are, and how far two are apart. */
package org.dgm4j.probability.divergence;
