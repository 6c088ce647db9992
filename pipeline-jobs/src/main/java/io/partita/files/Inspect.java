package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.lake.table.ContentStatus;
import io.partita.model.job.ModelFiles;
import io.partita.option.JsonOption;
import io.partita.option.TokenSchemeName;
import io.partita.output.Answer;
import io.partita.token.TokenScheme;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Shows what Partita makes of one file, without Spark and without a lake. A broken file is shown
 * with its fault, as the quarantine would have it; that is an answer, so the exit code is 0.
 */
@Command(
    name = "inspect",
    description = "Describe an audio, MIDI, HDF5 or model file (TorchScript, weights).")
public final class Inspect implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description =
          "MIDI (.mid …), .h5, audio (.mp3, .wav …), model (.ts, .pt …) or a model's folder.")
  private String file;

  @Option(names = "--notes", description = "Print every note, one per line.")
  private boolean notes;

  @Option(
      names = "--tokens",
      paramLabel = "SCHEME",
      converter = TokenSchemeName.class,
      completionCandidates = TokenSchemeName.Labels.class,
      description = "Token scheme to show the file in: ${COMPLETION-CANDIDATES}.")
  private TokenScheme scheme;

  @Mixin private InspectionPictures pictures;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    for (ModelFiles models : ModelFiles.all()) {
      file = models.file(file);
    }
    if (TrainedDescription.isOne(file)) {
      return Answer.print(json.isGiven, TrainedDescription.of(file), ModelFileText::of);
    }
    InputFile input = InputPath.file(file, Spark.hadoopConfiguration());
    FileKind.Asked asked = new FileKind.Asked(file, input, notes, scheme, pictures);
    FileKind kind = FileKinds.of(asked);
    Map<String, Object> answer;
    try {
      answer = kind.describe(asked);
    } catch (MalformedInputException e) {
      answer = new LinkedHashMap<>();
      answer.put("file", file);
      answer.put("status", ContentStatus.REJECTED.label());
      answer.put("fault", e.fault().name());
      answer.put("byte_offset", e.byteOffset());
      answer.put("detail", e.detail());
    }
    return Answer.print(json.isGiven, answer, kind::text);
  }
}
