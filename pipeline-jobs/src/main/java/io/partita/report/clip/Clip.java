package io.partita.report.clip;

import io.partita.picture.Picture;
import java.util.List;

/**
 * Something to listen to.
 *
 * @param facts short texts about it, as its artist and split
 * @param note that a listener must know, as how it was rebuilt; may be empty
 * @param sounds to be heard one after the other; none if absent, which the note explains
 * @param picture or null
 * @param files to take away, as MIDI
 */
public record Clip(
    String title,
    List<Figure> facts,
    String note,
    List<Sound> sounds,
    Picture picture,
    List<Link> files) {}
