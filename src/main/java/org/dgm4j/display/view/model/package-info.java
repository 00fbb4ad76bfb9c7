/** Views of what models tell of themselves. */
package org.dgm4j.display.view.model;
