/** Fitting models: schedules, checkpoints, progress events. */
package org.dgm4j.training;
