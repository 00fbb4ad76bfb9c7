/** The generative models, as DJL blocks with heap values at their surface. */
package org.dgm4j.model;
