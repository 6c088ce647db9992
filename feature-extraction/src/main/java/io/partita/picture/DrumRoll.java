package io.partita.picture;

/**
 * A drum roll of a picture.
 *
 * @param label that says what it is, as {@code original}
 * @param remark something short about it, as {@code 12 hits differ}; may be empty
 * @param steps a mask for each sixteenth of the bits of {@link io.partita.drum.DrumClass}; at least
 *     one
 */
@SuppressWarnings("ArrayRecordComponent") // rolls are never compared
public record DrumRoll(String label, String remark, int[] steps) {}
