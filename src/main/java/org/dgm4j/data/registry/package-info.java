/** The data sets by their names. */
package org.dgm4j.data.registry;
