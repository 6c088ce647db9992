package io.partita.kind.hosted;

import io.partita.Fault;

/** Why a hosted model does not take an input. */
public enum CallFault implements Fault {
  /** Nothing to compute: no sample, no frame. */
  NO_SAMPLES,
  /** A number that is none, in what goes in or in what comes out. */
  NOT_FINITE,
  /** Other axes than the model's description says. */
  ANOTHER_SHAPE,
  /** The engine stopped; the detail is its last line of error. */
  ENGINE_FAILED
}
