package io.partita.picture;

import io.partita.score.Score;

/**
 * Music in a picture.
 *
 * @param label that says what it is, as {@code original}
 * @param remark something short about it, as {@code 12 labels differ}; may be empty
 * @param score its notes
 */
public record ScoreRoll(String label, String remark, Score score) {}
