/**
 * What the Java notebooks have in common: a lake to ask and commands to run ({@link Study}), and
 * results as HTML ({@link Show}, {@link Chart}). No logic of its own.
 */
package io.partita.notebook;
