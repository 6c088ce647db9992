package io.partita.model.latent;

/**
 * What a run of {@code encode} did: a record of a kind's own that Jackson writes as {@code
 * _run.json} and for {@code --json}, with a {@link io.partita.lake.run.RunHeader} first and an
 * {@link EncodedBy}, both unwrapped.
 */
public interface EncodeReport {
  /** One line for people. */
  String text();
}
