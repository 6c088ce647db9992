/**
 * What commands of models of all kinds share: training, its report, what a kind of model does in a
 * command, the options and the outcome of an evaluation or a generation, and looking at a model.
 */
package io.partita.model.run;
