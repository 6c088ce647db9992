package io.partita.report;

import io.partita.UserException;
import io.partita.command.model.Reconstruct;
import io.partita.ingest.audio.OriginalAudio;
import io.partita.lake.Lake;
import io.partita.lake.file.Json;
import io.partita.lake.table.LakeTable;
import io.partita.model.latent.HeldOutFile;
import io.partita.model.latent.ReconstructOptions;
import io.partita.model.latent.Reconstructor;
import io.partita.model.train.TrainedModel;
import io.partita.report.clip.Clip;
import io.partita.report.clip.Figure;
import io.partita.report.clip.Sound;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;

/**
 * Lets trained models reconstruct files that they were not trained on for a report, as {@code
 * reconstruct} does.
 */
record KeptClips(Lake lake, Configuration conf, Path report, double clipS) {
  /**
   * Reconstructs the beginning of each file that is still there.
   *
   * @param folder of what is made, below the report's
   */
  KeptContent of(TrainedModel<?> trained, List<HeldOutFile> files, String folder)
      throws IOException {
    Path originals = Files.createTempDirectory("partita-report");
    List<Clip> clips = new ArrayList<>();
    String tells = "";
    List<String> missing = new ArrayList<>();
    try {
      for (HeldOutFile file : files) {
        Path original = originals.resolve(file.split() + "-" + (clips.size() + 1));
        if (!fetch(trained, file, original)) {
          missing.add(file.path());
          continue;
        }
        ReconstructOptions options =
            ReconstructOptions.of(
                original.toString(), trained.folder().name(), report.resolve(folder));
        try {
          Reconstructor<?> made = Reconstruct.write(options, trained, clipS);
          tells = made.comparison();
          clips.add(clip(made, options, file, folder));
        } catch (UserException e) {
          missing.add(file.path());
        }
      }
    } finally {
      FileUtils.deleteDirectory(originals.toFile());
    }
    return new KeptContent(tells, clips, note(missing));
  }

  private static String note(List<String> missing) {
    return missing.isEmpty()
        ? ""
        : "Not to be heard, as they are silent or no longer lie in a folder or a zip that they were"
            + " ingested from: "
            + String.join(", ", missing)
            + ".";
  }

  private boolean fetch(TrainedModel<?> trained, HeldOutFile file, Path to) throws IOException {
    if (file.content() != null) {
      Files.write(to, file.content());
      return true;
    }
    return new OriginalAudio(file.source(), file.path(), file.sha256())
        .make(
            lake.runReport(trained.card().provenance().dataset(), LakeTable.AUDIO_TRACKS),
            conf,
            to,
            (content, copy) -> Files.copy(Channels.newInputStream(content), copy));
  }

  private Clip clip(
      Reconstructor<?> made, ReconstructOptions options, HeldOutFile file, String folder)
      throws IOException {
    Path out = report.resolve(folder);
    String base = folder + "/" + options.name();
    List<Sound> sounds = new ArrayList<>();
    for (Map.Entry<String, String> sound : made.sounds().entrySet()) {
      String name = options.name() + "-" + sound.getKey();
      if (Files.exists(out.resolve(name + ".wav"))) {
        ModelClips.compress(out, name, clipS);
        sounds.add(new Sound(sound.getValue(), folder + "/" + name + ".mp3"));
      }
    }
    List<Figure> facts = new ArrayList<>();
    // It names a temporary file, and differs from report to report.
    Path provenance = out.resolve(options.name() + ".json");
    made.figures(Json.MAPPER.readTree(provenance.toFile()))
        .forEach((label, value) -> facts.add(new Figure(label, value)));
    Files.delete(provenance);
    facts.add(new Figure("Split", file.split()));
    facts.add(new Figure("File", file.path()));
    return new Clip(file.name(), facts, "", sounds, made.picture(base), List.of());
  }
}
