/**
 * What a command does with a model: capabilities, the jobs of kinds and of files that have them,
 * and the options of generating.
 */
package io.partita.model.job;
