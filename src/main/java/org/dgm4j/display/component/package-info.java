/** What views are made of: charts, tables, images, and their arrangements. */
package org.dgm4j.display.component;
