/** Generative adversarial networks: models that can only be sampled from. */
package org.dgm4j.model.adversarial;
