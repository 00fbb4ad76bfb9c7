/** The log of all trainings, and comparisons of them. */
package org.dgm4j.experiments;
