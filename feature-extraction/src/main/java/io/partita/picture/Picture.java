package io.partita.picture;

/**
 * A picture of a clip.
 *
 * @param file below the report's folder
 * @param onDark the same for the dark theme; null of one in ink on white, which can be inverted
 * @param text that says what is seen there
 */
public record Picture(String file, String onDark, String text) {}
