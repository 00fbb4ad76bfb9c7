/** Views of what trained models are worth. */
package org.dgm4j.display.view.evaluation;
