/** What a generative model is; saving it, and drawing from it. */
package org.dgm4j.model;
