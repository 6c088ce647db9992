/**
 * Models trained elsewhere, run from Java: arrays in, arrays out, whatever computes them. The
 * engine is a jar of its own, found by {@link java.util.ServiceLoader}.
 */
package io.partita.kind.hosted;
