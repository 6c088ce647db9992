/**
 * Examples on the workers, what a network makes of them there, and what a worker's JVM computes
 * with.
 */
package io.partita.model.examples;
