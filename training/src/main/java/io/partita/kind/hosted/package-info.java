/**
 * Models trained elsewhere, run from Java: arrays in, arrays out, whatever engine computes them.
 * The engines are jars of their own, found by {@link java.util.ServiceLoader}.
 */
package io.partita.kind.hosted;
