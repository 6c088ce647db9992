package io.partita.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.midi.RealMidi;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * Every real file that mido can read gives the same tokens as reference_tokens.py, which made the
 * checksums beside it.
 */
class TokensCrossCheckTest {
  @Test
  void allRealFilesGiveTheTokensOfAnIndependentImplementation() throws Exception {
    Map<String, byte[]> files = RealMidi.files();
    Map<String, String> expected = reference();
    List<String> different = new ArrayList<>();
    int compared = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String name = crc32(file.getKey().getBytes(UTF_8));
      if (expected.containsKey(name)) {
        compared++;
        String actual = checksums(file.getValue());
        if (!actual.equals(expected.get(name))) {
          different.add(file.getKey() + ": " + actual + " but mido: " + expected.get(name));
        }
      }
    }
    assertThat(different).isEmpty();
    assertThat(compared).isEqualTo(expected.size());
  }

  private static String checksums(byte[] file) {
    try {
      MidiEvents events = MidiReader.events(file);
      return checksum(TokenSchemes.ANTICIPATION.encode(events))
          + " "
          + checksum(TokenSchemes.SEED.encode(events));
    } catch (MalformedInputException e) {
      return "- - - -";
    }
  }

  private static Map<String, String> reference() throws Exception {
    try (InputStream lines =
        TokensCrossCheckTest.class.getResourceAsStream("reference-tokens.txt")) {
      return new String(lines.readAllBytes(), UTF_8)
          .lines()
          .collect(Collectors.toMap(line -> line.substring(0, 8), line -> line.substring(9)));
    }
  }

  private static String checksum(Tokenization tokenization) {
    if (tokenization.absence().isPresent()) {
      return "- -";
    }
    ByteBuffer bytes = ByteBuffer.allocate(tokenization.tokens().length * Integer.BYTES);
    bytes.asIntBuffer().put(tokenization.tokens());
    return tokenization.noteCount() + " " + crc32(bytes.array());
  }

  private static String crc32(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return String.format("%08x", crc.getValue());
  }
}
