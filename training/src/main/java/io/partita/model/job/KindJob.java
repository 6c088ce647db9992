package io.partita.model.job;

import io.partita.model.ModelKind;
import java.util.List;

/** What one command does with models of one kind that is trained here. */
public interface KindJob<M> extends ModelJob {
  ModelKind<M> kind();

  @Override
  default String name() {
    return kind().name();
  }

  @Override
  default String title() {
    return kind().title();
  }

  @Override
  default String titles() {
    return kind().titles();
  }

  /** A text beside the kind's class. */
  @Override
  default List<String> help() {
    return KindHelp.text(kind(), verb());
  }
}
