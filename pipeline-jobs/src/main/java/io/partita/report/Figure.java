package io.partita.report;

/**
 * One number of a summary, or a short text.
 *
 * @param label that says what it is
 * @param value as it is shown
 */
record Figure(String label, String value) {}
