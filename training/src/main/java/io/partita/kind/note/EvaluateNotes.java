package io.partita.kind.note;

import io.partita.lake.table.LakeTable;
import io.partita.model.evaluate.EvaluationRun;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.train.TrainedModel;

/** What {@code model evaluate} does with a note model: see {@link NoteEvaluation}. */
record EvaluateNotes(NoteKind kind) implements Evaluator<NoteModel> {
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
