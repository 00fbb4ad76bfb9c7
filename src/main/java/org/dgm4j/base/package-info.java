/**
 * What every room needs: the session, progress, seeds, numbers and tables as text, names, whole
 * files.
 */
package org.dgm4j.base;
