package io.partita.sample;

import io.partita.sample.compose.Dice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The ways in which members of real archives are broken. */
enum Damage {
  /** The download brought a web page that says sorry. */
  HTML {
    @Override
    byte[] apply(byte[] midi, Dice dice) {
      String page =
          "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head>\n<body><h1>Not"
              + " Found</h1><p>The file you asked for ("
              + dice.below(100_000)
              + ".mid) has moved.</p></body></html>\n";
      return page.getBytes(StandardCharsets.UTF_8);
    }
  },

  /** The download brought nothing. */
  EMPTY {
    @Override
    byte[] apply(byte[] midi, Dice dice) {
      return new byte[0];
    }
  },

  /** The download stopped half-way. */
  TRUNCATED {
    @Override
    byte[] apply(byte[] midi, Dice dice) {
      return Arrays.copyOf(midi, 1 + (int) (midi.length * (0.02 + 0.95 * dice.unit())));
    }
  },

  /** A program wrote the first track's length before the track was done. */
  WRONG_TRACK_LENGTH {
    private static final int LENGTH_OFFSET = 18;

    @Override
    byte[] apply(byte[] midi, Dice dice) {
      byte[] broken = midi.clone();
      int length = dice.chance(0.5) ? dice.below(8) : 0x7FFFFFFF - dice.below(1 << 20);
      for (int i = 0; i < Integer.BYTES; i++) {
        broken[LENGTH_OFFSET + i] = (byte) (length >>> (24 - 8 * i));
      }
      return broken;
    }
  },

  /** The disk brought back something else. */
  GARBAGE {
    @Override
    byte[] apply(byte[] midi, Dice dice) {
      byte[] noise = new byte[dice.between(64, 4096)];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = (byte) dice.nextLong();
      }
      return noise;
    }
  };

  /** The bytes that take the place of a sound file's. */
  abstract byte[] apply(byte[] midi, Dice dice);

  static Damage draw(Dice dice) {
    return values()[dice.weighted(25, 15, 30, 15, 15)];
  }
}
