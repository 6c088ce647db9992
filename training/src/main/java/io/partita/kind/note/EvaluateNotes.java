package io.partita.kind.note;

import io.partita.lake.table.LakeTable;
import io.partita.model.ModelKind;
import io.partita.model.evaluate.EvaluationRun;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.train.TrainedModel;
import java.util.List;

/** What {@code model evaluate} does with a note model: see {@link NoteEvaluation}. */
final class EvaluateNotes implements Evaluator<NoteModel> {
  @Override
  public ModelKind<NoteModel> kind() {
    return NoteKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A note model's cross-entropy is in nats per note; perplexity is e to its power. The end",
        "of a piece counts as a note. With --vocabulary seen, all pitches that the training data",
        "lacks are one class, unknown.",
        "Fields of --json: cross_entropy_nats, perplexity, top1, top5 (shares), unknown and line.",
        "The baselines ngram, unigram, bigram and trigram have cross_entropy_nats and top1.",
        "They are counted on the training data of the model. ngram is the order with the lowest",
        "loss on validation; same_as names it.");
  }

  @Override
  public String measuredOn(NoteModel model) {
    return predicted(model) + ", line " + model.line();
  }

  private static String predicted(NoteModel model) {
    if (model.vocabulary().hasEnds()) {
      return "all notes of a piece and its end";
    }
    return model.network().mode() == NoteLstm.Mode.SEQUENCE
        ? "all notes of a piece"
        : "the note after " + model.network().sequenceLength();
  }

  @Override
  public LakeTable table(NoteModel model) {
    return LakeTable.MIDI_FILES;
  }

  @Override
  public NoteEvaluation measuring(EvaluationRun run, TrainedModel<NoteModel> model) {
    return new NoteEvaluation(run, model);
  }
}
