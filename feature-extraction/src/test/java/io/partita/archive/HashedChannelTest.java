package io.partita.archive;

import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashedChannelTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000, (4 << 20) - 1, 4 << 20, (9 << 20) + 5})
  void theHashIsThatOfTheWholeFileHoweverItIsRead(int size) throws Exception {
    byte[] bytes = bytes(size);
    Random random = new Random(size);
    try (HashedChannel channel = new HashedChannel(new SeekableInMemoryByteChannel(bytes))) {
      for (int i = 0; i < 20; i++) {
        int from = random.nextInt(size + 10);
        ByteBuffer target = ByteBuffer.allocate(1 + random.nextInt(100_000));
        int count = channel.position(from).read(target);
        if (from >= size) {
          assertThat(count).isEqualTo(-1);
        } else {
          assertThat(channel.position()).isEqualTo(from + count);
          assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(bytes, from, count).slice());
        }
      }

      assertThat(channel.sha256()).isEqualTo(sha256(bytes));
      assertThat(channel.sha256()).isEqualTo(sha256(bytes));
      CRC32 crc = new CRC32();
      crc.update(bytes);
      assertThat(channel.crc32()).isEqualTo(crc.getValue());
    }
  }

  @Test
  void aClipIsReadOnce() throws Exception {
    byte[] bytes = bytes(1 << 20);
    AtomicLong read = new AtomicLong();
    try (HashedChannel channel = new HashedChannel(counting(bytes, read))) {
      channel.position(bytes.length - 128).read(ByteBuffer.allocate(128));
      ByteBuffer target = ByteBuffer.allocate(4096);
      channel.position(0);
      while (channel.read(target.clear()) > 0) {}
      assertThat(channel.sha256()).isEqualTo(sha256(bytes));
    }
    assertThat(read.get()).isLessThanOrEqualTo(bytes.length + 128);
  }

  @Test
  void aFileThatShrinksIsAFailureOfTheStorage() throws IOException {
    byte[] bytes = bytes(1000);
    SeekableInMemoryByteChannel file = new SeekableInMemoryByteChannel(bytes);
    try (HashedChannel channel = new HashedChannel(file)) {
      file.truncate(500);
      assertThatThrown(IOException.class, channel::sha256).names("shorter");
    }
  }

  private static SeekableByteChannel counting(byte[] bytes, AtomicLong read) {
    return new RangeChannel(
        new SeekableInMemoryByteChannel(bytes) {
          @Override
          public int read(ByteBuffer buffer) throws IOException {
            int count = super.read(buffer);
            read.addAndGet(count);
            return count;
          }
        },
        0,
        bytes.length);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
