/** Several discrete variables: tables, factorizations, Bayes' rule, independence. */
package org.dgm4j.probability.joint;
