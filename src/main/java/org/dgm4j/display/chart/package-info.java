/** Charts as data: axes, series and their sampling; knows nothing of how they are drawn. */
package org.dgm4j.display.chart;
