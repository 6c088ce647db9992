package io.partita.objective;

import io.partita.model.ModelKind;
import io.partita.model.job.KindJob;
import java.util.List;
import java.util.Locale;

/** What one command does with models of a kind that have a form. */
abstract class FormJob<M extends LatentModel<E>, E, F extends LatentForm<M, E>>
    implements KindJob<M> {
  private final ModelKind<M> kind;
  private final LatentForm.Command command;
  final F form;

  /**
   * @param form one that no other job has
   */
  FormJob(ModelKind<M> kind, F form, LatentForm.Command command) {
    this.kind = kind;
    this.form = form;
    this.command = command;
  }

  @Override
  public ModelKind<M> kind() {
    return kind;
  }

  @Override
  public String verb() {
    return command.name().toLowerCase(Locale.ROOT);
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
