package io.partita.kind.note;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelCard;
import io.partita.model.examples.Examples;
import io.partita.model.run.ConfigOptions;
import io.partita.model.run.FileChoice;
import io.partita.model.run.ModelDraft;
import io.partita.model.run.TrainOptions;
import io.partita.model.run.TrainingRun;
import io.partita.symbolic.LineRule;
import io.partita.symbolic.PitchVocabulary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The note lines of a data set to a language model of notes. Input: the tables notes and midi_files
 * of a lake; output: a model archive, and rows of the table training_runs.
 */
@Command(
    name = "train lstm",
    description = "Train an LSTM language model of notes.",
    modelTransformer = ConfigOptions.Names.class)
final class TrainLstm implements Callable<Integer> {
  @Mixin private TrainOptions options;

  @Mixin
  private ConfigOptions<NoteShape> config = new ConfigOptions<>(NoteShape.KEPT, NoteShape.WINDOW);

  @Option(
      names = NoteKind.LINE_OPTION,
      paramLabel = "LINE",
      description =
          "Line to learn, see below: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private LineRule line = LineRule.FIRST;

  @Option(
      names = NoteKind.VOCABULARY_OPTION,
      paramLabel = "RULE",
      description =
          "Pitches with a class: all 128, or seen in the split train (default: ${DEFAULT-VALUE}).")
  private PitchVocabulary.Rule rule = PitchVocabulary.Rule.ALL;

  @Override
  public Integer call() throws Exception {
    try (TrainingRun run = new TrainingRun(NoteKind.KIND, options)) {
      NoteShape network = config.changed();
      options.optimizer.check(network.model(2)); // whatever the vocabulary
      run.prepare();
      run.open(LakeTable.MIDI_FILES); // notes have no splits of their own
      run.start();
      NoteLines lines =
          run.read(
              "note lines",
              tables -> NoteLines.of(tables, options.dataset, line, FileChoice.of(options)));
      PitchVocabulary vocabulary = vocabulary(lines);
      NoteLstm model = network.model(vocabulary.size());
      Examples<int[]> examples = NoteExamples.toTrain(lines, vocabulary, model);
      Examples<int[]> validation =
          NoteExamples.of(lines, options.validation.split, vocabulary, model);
      run.learnsFrom(
          ModelCard.LearntFiles.MD5,
          NoteExamples.contents(lines, TrainingRun.TRAIN, vocabulary, model));
      ModelDraft<int[]> draft =
          new ModelDraft<>(
              model,
              vocabulary.pitches(),
              NoteExamples.prompts(examples, vocabulary, model),
              hyperParameters(network));
      return run.eachSeed(
          seed ->
              run.train(
                  draft,
                  run.settings(network.batch(), model, examples.trained(), lines.filesBySplit()),
                  examples,
                  validation));
    }
  }

  private PitchVocabulary vocabulary(NoteLines lines) {
    List<Integer> pitches = lines.pitchesSeen(TrainingRun.TRAIN);
    if (pitches.isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA,
          "Split train of data set %s has no notes of the line %s; its files by split: %s."
              .formatted(options.dataset, line, lines.filesBySplit()));
    }
    return rule == PitchVocabulary.Rule.ALL ? PitchVocabulary.all() : new PitchVocabulary(pitches);
  }

  private Map<String, Object> hyperParameters(NoteShape network) {
    Map<String, Object> hyperParameters = new LinkedHashMap<>();
    hyperParameters.put(NoteKind.LINE_OPTION, line.toString());
    hyperParameters.put(NoteKind.VOCABULARY_OPTION, rule.toString());
    hyperParameters.putAll(config.decisive(network));
    return hyperParameters;
  }
}
