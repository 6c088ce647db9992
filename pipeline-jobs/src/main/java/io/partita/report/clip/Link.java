package io.partita.report.clip;

/**
 * A file that a page links to.
 *
 * @param href its path below the report's folder
 */
public record Link(String text, String href) {}
