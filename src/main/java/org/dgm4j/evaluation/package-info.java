/** What a trained model is worth: likelihoods and comparisons. */
package org.dgm4j.evaluation;
