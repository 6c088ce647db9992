package io.partita.objective;

import io.partita.model.ModelKind;
import io.partita.model.TrainableModel;
import io.partita.model.job.KindJob;
import java.util.List;

/** What one command does with models of a kind that have a form. */
abstract class FormJob<M extends TrainableModel, E, F extends LatentForm<M, E>>
    implements KindJob<M> {
  private final ModelKind<M> kind;
  private final LatentForm.Command command;
  private final List<String> help;
  final F form;

  /**
   * @param form one that no other job has
   * @param help what the command's help says of such models
   */
  FormJob(ModelKind<M> kind, F form, LatentForm.Command command, List<String> help) {
    this.kind = kind;
    this.form = form;
    this.command = command;
    this.help = help;
  }

  @Override
  public ModelKind<M> kind() {
    return kind;
  }

  @Override
  public List<String> help() {
    return help;
  }

  @Override
  public List<Object> options() {
    return form.choices(command).options();
  }

  @Override
  public String whatOthersLack() {
    return form.choices(command).whatOthersLack();
  }

  @Override
  public void check() {
    form.check();
  }
}
