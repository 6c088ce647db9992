package io.partita.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Changes of a MIDI file that know its chunks, its quantities and its events. */
final class MidiLies {
  private static final byte[] TRACK = {'M', 'T', 'r', 'k'};

  private static final String[] EVENTS = {
    "00903c40",
    "60803c00",
    "003c40",
    "003c00",
    "007f7f",
    "00c005",
    "00d040",
    "00e00040",
    "00b04040",
    "00b0407f",
    "00b00000",
    "00b07b00",
    "00b07900",
    "00ff2f00",
    "00ff510307a120",
    "00ff5103000000",
    "00ff5103ffffff",
    "00ff5103000001",
    "00ff580406032408",
    "00ff5804ff00ff00",
    "00ff580400ff0000",
    "00ff5902f900",
    "00ff590207ff",
    "00ff5902807f",
    "00ff2001ff",
    "00ff2101ff",
    "00ff0304546f6e65",
    "00ff01ffffff7f",
    "00ff7f00",
    "00f00301f7",
    "00f003010203",
    "00f701ff",
    "00f0ffffff7f",
    "009000fe",
    "0090f840",
    "00b107fe",
    "000afe",
    "00c0f8",
    "00e0ffff",
    "00f8",
    "00f1",
    "00f2",
    "00f3",
    "00f400",
    "00f6",
    "00fd",
    "00fe",
    "00ff",
    "ffffff7f903c40",
    "ffffff7f803c40",
    "8080808000903c40",
    "ffffffff7f903c40",
    "00ff01ffffffff7f",
    "00903c40903c40",
    "009940409940",
    "4d54726b00000000",
    "4d54726bffffffff",
    "4d546864000000060001000100"
  };

  private MidiLies() {}

  /** Makes one change. */
  static byte[] change(byte[] bytes, SplittableRandom random) {
    int[] tracks = Bits.find(bytes, TRACK);
    if (tracks.length == 0 || bytes.length < 22) {
      return Bits.overwrite(bytes, 0, new byte[] {'M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 1, 0, 1, 0});
    }
    int track = tracks[random.nextInt(tracks.length)];
    int body = Math.min(track + 8, bytes.length);
    int inside = body + random.nextInt(bytes.length - body + 1);
    return switch (random.nextInt(12)) {
      case 0 -> Bits.set(bytes, track + 4, 4, Bits.lie(random, bytes.length - body), true);
      case 1 -> Bits.set(bytes, 4 + 2 * random.nextInt(5), 2, Bits.lie(random, 96), true);
      case 2 -> Bits.set(bytes, 12, 2, Bits.interesting(random), true);
      case 3 -> Bits.overwrite(bytes, Math.min(inside, bytes.length - 1), quantity(random));
      case 4 -> Bits.insert(bytes, inside, quantity(random));
      case 5 -> Bits.insert(bytes, body, events(random));
      case 6 -> wholeTrack(bytes, random);
      case 7 -> Bits.insert(bytes, 0, Bits.any(1 + random.nextInt(70_000), random));
      case 8 -> loud(bytes, inside, random);
      case 9 -> Bits.insert(bytes, body, Bits.times(event(random), Bits.often(random)));
      default -> Bits.insert(bytes, inside, events(random));
    };
  }

  /** Sets the high bit of some bytes from somewhere on: volumes and velocities above 127. */
  private static byte[] loud(byte[] bytes, int from, SplittableRandom random) {
    byte[] changed = bytes.clone();
    int step = 1 + random.nextInt(40);
    for (int p = from, left = 1 + random.nextInt(30); p < bytes.length && left > 0; left--) {
      changed[p] = (byte) (random.nextBoolean() ? changed[p] | 0x80 : 0xf8 + random.nextInt(7));
      p += step;
    }
    return changed;
  }

  /** A file with a body of events and nothing else. */
  static byte[] file(SplittableRandom random) {
    byte[] head = HexFormat.of().parseHex("4d54686400000006000100010060");
    return wholeTrack(head, random);
  }

  private static byte[] wholeTrack(byte[] bytes, SplittableRandom random) {
    byte[] body = Bits.times(events(random), random.nextInt(8) == 0 ? Bits.often(random) : 1);
    byte[] track = Bits.set(Bits.insert(TRACK, 4, new byte[4]), 4, 4, body.length, true);
    return Bits.insert(Bits.insert(bytes, bytes.length, track), bytes.length + 8, body);
  }

  private static byte[] events(SplittableRandom random) {
    ByteArrayOutputStream events = new ByteArrayOutputStream();
    for (int i = random.nextInt(1, 40); i > 0; i--) {
      byte[] event = event(random);
      if (random.nextInt(4) == 0) {
        events.writeBytes(quantity(random));
        events.write(event, 1, event.length - 1);
      } else {
        events.writeBytes(event);
      }
    }
    return events.toByteArray();
  }

  private static byte[] event(SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      int status = 0x80 + random.nextInt(0x70);
      int pitch = random.nextInt(256);
      return new byte[] {0, (byte) status, (byte) pitch, (byte) random.nextInt(128)};
    }
    return HexFormat.of().parseHex(EVENTS[random.nextInt(EVENTS.length)]);
  }

  /** A variable-length quantity of 1 to 6 bytes, some with bytes that say nothing. */
  private static byte[] quantity(SplittableRandom random) {
    byte[] quantity = new byte[random.nextInt(1, 7)];
    int extreme = random.nextInt(3);
    for (int i = 0; i < quantity.length; i++) {
      int bits = extreme == 0 ? 0x7f : extreme == 1 ? 0 : random.nextInt(128);
      quantity[i] = (byte) (i + 1 < quantity.length ? bits | 0x80 : bits);
    }
    return quantity;
  }
}
