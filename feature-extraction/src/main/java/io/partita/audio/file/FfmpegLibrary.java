package io.partita.audio.file;

import io.partita.Mistake;
import io.partita.UserException;

/** Whether FFmpeg is there: a program takes it with {@code partita-audio}. */
final class FfmpegLibrary {
  private FfmpegLibrary() {}

  /**
   * To be asked before any class that names FFmpeg's.
   *
   * @throws UserException where the class path has no FFmpeg for this machine
   */
  static void require() {
    try {
      Class.forName("org.bytedeco.ffmpeg.global.avutil");
    } catch (ClassNotFoundException | LinkageError e) {
      throw new UserException(
          Mistake.MISSING_TOOL,
          "The class path has no FFmpeg for this machine: add the dependency"
              + " io.partita:partita-audio (Linux x86-64).",
          e);
    }
  }
}
