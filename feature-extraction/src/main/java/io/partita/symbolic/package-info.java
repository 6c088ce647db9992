/**
 * What is counted of a score beside tokens and drums: its note line, a hash of its content, its
 * figures; and the n-gram model that a model of notes is measured against. All of it is pure and
 * deterministic.
 */
package io.partita.symbolic;
