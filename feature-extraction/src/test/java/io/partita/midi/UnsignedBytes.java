package io.partita.midi;

import java.util.ArrayList;
import java.util.List;

/** The bytes of a file as numbers from 0 to 255, for {@link PlainMidiReader}. */
final class UnsignedBytes {
  final List<Integer> file = new ArrayList<>();

  UnsignedBytes(byte[] raw) {
    for (byte b : raw) {
      file.add(b & 0xFF);
    }
  }

  int size() {
    return file.size();
  }

  int get(int p) {
    return file.get(p);
  }

  boolean isAt(String name, long p) {
    for (int i = 0; i < 4; i++) {
      if (p + i >= file.size() || file.get((int) p + i) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  boolean isPrintable(long p) {
    return p + 4 <= file.size()
        && file.subList((int) p, (int) p + 4).stream().allMatch(b -> b >= 32 && b <= 126);
  }

  int big(int p, int bytes) {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value * 256 + file.get(p + i);
    }
    return value;
  }

  long little(int p) {
    return Integer.toUnsignedLong(Integer.reverseBytes(big(p, 4)));
  }
}
