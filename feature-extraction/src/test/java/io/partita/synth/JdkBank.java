package io.partita.synth;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.midi.Soundbank;

/**
 * Makes the file of the built-in sounds. Its phases are drawn anew each time, so a bank made again
 * sounds alike and is not the same: there is no need to, unless the JDK gets other instruments.
 */
final class JdkBank {
  private JdkBank() {}

  /** As the JDK computes it, which takes a second. */
  static Soundbank compute() throws ReflectiveOperationException {
    return (Soundbank)
        Class.forName("com.sun.media.sound.EmergencySoundbank")
            .getMethod("createSoundbank")
            .invoke(null);
  }

  /**
   * Writes {@code jdk.sf2} anew, with the option of Java that the build gives the tests.
   *
   * @param args the file to write
   */
  public static void main(String[] args) throws Exception {
    Soundbank bank = compute();
    try (OutputStream file = Files.newOutputStream(Path.of(args[0]))) {
      bank.getClass().getMethod("save", OutputStream.class).invoke(bank, file);
    }
  }
}
