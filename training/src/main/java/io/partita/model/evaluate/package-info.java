/**
 * What evaluations of all kinds of models have in common: figures file by file, how sure they are,
 * and how they are told.
 */
package io.partita.model.evaluate;
