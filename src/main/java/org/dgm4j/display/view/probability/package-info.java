/** Views of distributions, joint tables and variational inference. */
package org.dgm4j.display.view.probability;
