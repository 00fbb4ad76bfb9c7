/** Numerical methods below the distributions: integrals, sampling tables, kernel estimates. */
package org.dgm4j.probability.numeric;
