/**
 * What every command may need: Spark, progress, the run's identity, files that have their name when
 * they are complete, and options that many commands share.
 */
package io.partita.run;
