/** What a trained model is worth: likelihoods, anomalies, features. */
package org.dgm4j.evaluation;
