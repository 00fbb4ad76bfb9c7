/** Views of arrays, samples and objects. */
package org.dgm4j.display.view.value;
