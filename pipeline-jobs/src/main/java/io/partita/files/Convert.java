package io.partita.files;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What {@code convert} is where the names of two files say no more; it converts nothing itself. */
@Command(
    name = "convert",
    description = "Convert a file to another format; the file extensions choose the conversion.",
    footer = {
      "",
      "  IN                             OUT                          conversion",
      "  song.mid                       song.wav, .flac, .mp3, .ogg  audio; --soundfont FILE,"
          + " --loop",
      "  song.mid                       roll.npy                     piano roll; --per-beat N,"
          + " --drums",
      "  song.mxl or another score      song.mid, .wav …, roll.npy   the same from notation;"
          + " --expand-repeats",
      "  tokens.json                    song.mid                     detokenised MIDI; --scheme"
          + " NAME",
      "  clip.mp3, .wav, .flac, .m4a …  clip.wav, .flac, .mp3, .ogg  the same audio",
      "  clip.mp3, .wav, .flac, .m4a …  mel.npy                      log-mel spectrogram; --recipe"
          + " NAME",
      "  mel.npy                        clip.wav, .flac, .mp3, .ogg  audio by Griffin-Lim; --model"
          + " VOCODER",
      "  mel.npy                        mel.png                      a picture; --recipe NAME",
      "  mel:TRACK                      clip.wav …, mel.png          the mel of a lake's track;"
          + " --lake DIR",
      "  lake:\"TITLE\"                   song.mid, .wav, .mp3 …       a piece from a lake; --lake"
          + " DIR",
      "",
      "With IN and OUT, --help shows the options of that conversion.",
      "",
      "Examples:",
      "  partita convert song.mid song.wav",
      "  partita convert song.mid roll.npy --per-beat 24",
      "  partita convert lake:\"Billie Jean\" song.mid --lake lake",
      "  partita convert song.mid song.mp3 --help"
    })
public final class Convert implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "File to read, lake:TITLE or mel:TRACK.")
  private String in;

  @Parameters(index = "1", paramLabel = "OUT", description = "File to write.")
  private String out;

  @Override
  public Integer call() {
    throw new UserException(
        Mistake.UNSUPPORTED_FILE,
        "No conversion leads from %s to %s: 'partita convert --help' lists them."
            .formatted(in, out));
  }
}
