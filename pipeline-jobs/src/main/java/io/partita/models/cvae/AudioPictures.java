package io.partita.models.cvae;

import io.partita.audio.MelWindow;
import io.partita.model.cvae.CvaeInput;
import io.partita.picture.SpectrogramPicture;
import java.util.List;

/** Windows as pictures: their samples and log-mels. */
final class AudioPictures {
  private AudioPictures() {}

  static byte[] row(String title, CvaeInput input, List<float[]> windows) {
    SpectrogramPicture picture = new SpectrogramPicture(input.recipe().orElseThrow());
    for (float[] window : windows) {
      for (float[] frame : MelWindow.frames(window, input.bands())) {
        picture.frame(frame);
      }
    }
    return picture.png(title);
  }

  static byte[] pair(
      String title, CvaeInput input, List<float[]> originals, List<float[]> made) {
    return row(title, input, made);
  }
}
