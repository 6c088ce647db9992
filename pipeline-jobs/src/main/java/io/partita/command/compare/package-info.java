/**
 * The command {@code model compare}: what trainings have come to, those that differ in nothing but
 * their seed together.
 */
package io.partita.command.compare;
