package io.partita.report.alike;

import io.partita.report.clip.Clip;
import java.util.List;

/**
 * Files of a data set that hold the same music, to be heard side by side.
 *
 * @param tells how many there are in all
 * @param clips the file that represents them, then others
 */
public record AlikeGroup(String dataset, String title, String tells, List<Clip> clips) {}
