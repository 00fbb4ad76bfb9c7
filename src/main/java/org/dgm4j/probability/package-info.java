/** Distributions of numbers and of points, on the heap and without DJL. */
package org.dgm4j.probability;
