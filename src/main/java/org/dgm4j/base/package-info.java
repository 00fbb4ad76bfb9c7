/**
 * What every room needs: the session, progress of long work, seeds, numbers as text, the nearest
 * name.
 */
package org.dgm4j.base;
