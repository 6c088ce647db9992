package io.partita.picture;

/**
 * A slice in a picture.
 *
 * @param label that says what it is, as {@code original}
 * @param remark something short about it, as {@code 12 hits differ}; may be empty
 * @param steps labels of its steps, voice after voice; of drums a mask for each sixteenth of the
 *     bits of {@link io.partita.drum.DrumClass}; at least one
 */
@SuppressWarnings("ArrayRecordComponent") // rolls are never compared
public record SliceRoll(String label, String remark, int[] steps) {}
