package io.partita.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A filter of system calls that lets a process have threads and no processes: a program for the
 * kernel's seccomp, as bubblewrap takes it. Of other machines than x86-64 it refuses nothing.
 * Source: Linux, seccomp(2) and bpf(4).
 */
final class NoProcesses {
  private static final int LOAD = 0x20;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_AT_LEAST = 0x35;
  private static final int IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  private static final int NUMBER = 0;
  private static final int MACHINE = 4;
  private static final int FIRST_ARGUMENT = 16;

  private static final int X86_64 = 0xc000003e;
  private static final int CALLS_OF_X32 = 0x40000000;
  private static final int CLONE = 56;
  private static final int FORK = 57;
  private static final int VFORK = 58;
  private static final int CLONE3 = 435;
  private static final int CLONE_THREAD = 0x10000;

  private static final int ALLOWED = 0x7fff0000;
  private static final int NOT_PERMITTED = 0x00050001;
  private static final int NO_SUCH_CALL = 0x00050026;

  private NoProcesses() {}

  /** The filter in a file that stays as long as this process. */
  static synchronized Path file() throws IOException {
    if (Made.file == null) {
      Path file = Files.createTempFile("partita-", ".seccomp");
      file.toFile().deleteOnExit();
      Files.write(file, program());
      Made.file = file;
    }
    return Made.file;
  }

  private static final class Made {
    static Path file;
  }

  /** Jumps count the steps between. */
  static byte[] program() {
    ByteBuffer steps = ByteBuffer.allocate(13 * 8).order(ByteOrder.nativeOrder());
    step(steps, LOAD, 0, 0, MACHINE);
    step(steps, IF_EQUAL, 0, 8, X86_64);
    step(steps, LOAD, 0, 0, NUMBER);
    step(steps, IF_AT_LEAST, 8, 0, CALLS_OF_X32);
    step(steps, IF_EQUAL, 7, 0, FORK);
    step(steps, IF_EQUAL, 6, 0, VFORK);
    // Its flags are behind a pointer, which a filter cannot see: the C library then calls clone.
    step(steps, IF_EQUAL, 4, 0, CLONE3);
    step(steps, IF_EQUAL, 0, 2, CLONE);
    step(steps, LOAD, 0, 0, FIRST_ARGUMENT);
    step(steps, IF_ANY_BIT, 0, 2, CLONE_THREAD);
    step(steps, RETURN, 0, 0, ALLOWED);
    step(steps, RETURN, 0, 0, NO_SUCH_CALL);
    step(steps, RETURN, 0, 0, NOT_PERMITTED);
    return steps.array();
  }

  private static void step(ByteBuffer steps, int code, int ifTrue, int ifFalse, int value) {
    steps.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(value);
  }
}
