package io.partita.report;

import io.partita.report.clip.Clip;
import java.util.List;

/**
 * What a model keeps of files that it was not trained on.
 *
 * @param tells what is beside each other; empty where there is nothing to show
 * @param note that says what is missing; may be empty
 */
record KeptContent(String tells, List<Clip> clips, String note) {
  /** Of models that reconstruct nothing. */
  public static final KeptContent NONE = new KeptContent("", List.of(), "");
}
