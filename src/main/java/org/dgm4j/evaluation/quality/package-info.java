/** How good samples are, whatever they come from: by features, distances and nearest examples. */
package org.dgm4j.evaluation.quality;
