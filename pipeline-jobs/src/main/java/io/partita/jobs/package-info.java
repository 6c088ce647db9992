/**
 * One class for each command, read top to bottom: its options, a check that fails before Spark
 * starts, the stages by name, the result. Parsing and numerics are called from the core.
 */
package io.partita.jobs;

import io.partita.run.Spark;

