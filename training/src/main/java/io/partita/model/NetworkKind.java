package io.partita.model;

/** A kind of models that are networks. */
public interface NetworkKind<M> extends ModelKind<M> {
  /** The shape of a model's network. */
  TrainableModel<?> network(M model);

  @Override
  default long parameters(M model) {
    return network(model).parameters();
  }
}
