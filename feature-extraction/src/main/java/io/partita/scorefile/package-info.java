/** Files that hold scores, in whatever format: {@link io.partita.scorefile.ScoreFile}. */
package io.partita.scorefile;
