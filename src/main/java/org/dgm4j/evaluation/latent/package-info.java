/** What a model's latent variables hold. */
package org.dgm4j.evaluation.latent;
