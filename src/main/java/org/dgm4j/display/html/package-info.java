/** Markup, scripts, JSON, PNG, and tables of text. */
package org.dgm4j.display.html;
