package io.partita.audio;

import io.partita.Fault;

/** Why audio is rejected; the detail of the exception tells the values. */
public enum AudioFault implements Fault {
  /** Fewer samples than a recipe's padding can mirror, so that there is no frame of it. */
  TOO_SHORT
}
