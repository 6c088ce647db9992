package io.partita.report.clip;

/**
 * A sound of a clip.
 *
 * @param title that tells it from the clip's others; may be empty where it is the only one
 * @param file below the report's folder
 */
public record Sound(String title, String file) {}
