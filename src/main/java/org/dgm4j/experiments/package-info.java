/** The log of all trainings, and their learning curves. */
package org.dgm4j.experiments;
