/**
 * Scores as what models and tables take: tokens, hashes of content, statistics. All of it is pure
 * and deterministic.
 */
package io.partita.symbolic;
