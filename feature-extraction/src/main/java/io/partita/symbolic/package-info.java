/**
 * Scores as what models and tables take: tokens, note lines, hashes of content, statistics; and the
 * n-gram model that a model of notes is measured against. All of it is pure and deterministic.
 */
package io.partita.symbolic;
