/** The models by their names, for saving and loading. */
package org.dgm4j.model.registry;
