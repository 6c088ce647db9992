package io.partita.form;

/**
 * The options of the command that cuts a form, annotated with the command's name and help; those
 * that all forms have are the command's own.
 */
public interface CutOptions {
  Cutting cutting();
}
