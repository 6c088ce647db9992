package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.HashedChannel;
import io.partita.archive.InputFile;
import io.partita.audio.FrameSink;
import io.partita.audio.MelRecipe;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import io.partita.audio.file.AudioSummary;
import io.partita.lake.file.NewFile;
import io.partita.lake.table.ContentStatus;
import io.partita.numpy.Npy;
import io.partita.picture.SpectrogramPicture;
import io.partita.picture.WaveformPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What {@link Inspect} shows of an audio file, in the words of the table audio_tracks. */
final class AudioDescription {
  private final MelRecipe recipe;
  private final Path mel;
  private final Path waveform;

  /**
   * @param mel a .png or .npy file to write, or null
   * @param waveform a .png file to write, or null
   */
  AudioDescription(MelRecipe recipe, Path mel, Path waveform) {
    this.recipe = recipe;
    this.mel = mel;
    this.waveform = waveform;
    if (mel != null && !hasEnding(mel, ".png") && !hasEnding(mel, ".npy")) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE, "--mel " + mel + ": name a .png or .npy file.");
    }
    if (waveform != null && !hasEnding(waveform, ".png")) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE, "--waveform " + waveform + ": name a .png file.");
    }
    if (mel != null
        && waveform != null
        && mel.toAbsolutePath().normalize().equals(waveform.toAbsolutePath().normalize())) {
      throw new UserException(
          Mistake.SAME_FILE, "--mel and --waveform name one file, " + mel + ": give two.");
    }
  }

  private static boolean hasEnding(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /**
   * @throws MalformedInputException when not even its format is known
   */
  Map<String, Object> of(String file, InputFile input) throws IOException, MalformedInputException {
    SpectrogramPicture spectrogram = new SpectrogramPicture(recipe);
    List<float[]> frames = new ArrayList<>();
    boolean isArray = mel != null && hasEnding(mel, ".npy");
    FrameSink sink = isArray ? frame -> frames.add(frame.clone()) : spectrogram;
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("file", file);
    try (HashedChannel content = new HashedChannel(input.openChannel());
        AudioPass pass = new AudioPass(content, AudioLimits.defaults())) {
      AudioSummary start = pass.summary();
      WaveformPicture wave =
          new WaveformPicture(start.format().sampleRateHz(), start.format().channels());
      MalformedInputException fault = null;
      try {
        pass.run(recipe, sink, wave::add);
      } catch (MalformedInputException e) {
        fault = e;
      }
      describe(shown, pass.summary(), fault);
      shown.put("sha256", content.sha256());
      shown.put("size_bytes", content.size());
      if (fault == null && mel != null) {
        byte[] bytes =
            isArray
                ? Npy.ofFrames(frames.toArray(float[][]::new), recipe.nMels()).toFloat32()
                : spectrogram.png(title(file));
        shown.put("mel", write(mel, bytes));
      }
      if (waveform != null) {
        shown.put("waveform", write(waveform, wave.png(title(file))));
      }
    }
    return shown;
  }

  private static void describe(
      Map<String, Object> shown, AudioSummary summary, MalformedInputException fault) {
    if (fault != null) {
      shown.put("status", ContentStatus.REJECTED.label());
      shown.put("fault", fault.fault().name());
      shown.put("byte_offset", fault.byteOffset());
      shown.put("detail", fault.detail());
    } else {
      shown.put(
          "status",
          summary.decodeErrors() == 0 ? ContentStatus.OK.label() : ContentStatus.REPAIRED.label());
    }
    shown.put("codec", summary.format().codec());
    shown.put("container", summary.format().container());
    shown.put("sample_rate_hz", summary.format().sampleRateHz());
    shown.put("channels", summary.format().channels());
    shown.put("bit_rate", boxed(summary.format().bitRate()));
    shown.put("n_samples", summary.nSamples());
    shown.put("duration_s", summary.durationS());
    shown.put("claimed_duration_s", boxed(summary.format().claimedDurationS()));
    shown.put("n_decode_errors", summary.decodeErrors());
    shown.put("peak", summary.statistics().peak());
    shown.put("rms_db", summary.statistics().rmsDb());
    shown.put("silence_ratio", summary.statistics().silenceRatio());
    shown.put("clip_ratio", summary.statistics().clipRatio());
  }

  private static Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static String title(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  private static String write(Path file, byte[] bytes) throws IOException {
    NewFile.write(file, bytes);
    return file.toString();
  }
}
