package io.partita.decoder;

import static io.partita.FaultAssert.assertThatFault;
import static org.bytedeco.ffmpeg.global.avformat.avio_r8;
import static org.bytedeco.ffmpeg.global.avformat.avio_seek;

import io.partita.audio.file.Clips;
import org.junit.jupiter.api.Test;

class ChannelInputTest {
  @Test
  void aDemuxerThatReadsOverAndOverIsStopped() throws Exception {
    try (ChannelInput input = new ChannelInput(Clips.channel(new byte[100_000]))) {
      for (int i = 0; i < 80_000; i++) {
        avio_seek(input.context(), 99_000L * (i % 2), 0);
        avio_r8(input.context());
        if (i == 100) {
          input.check();
        }
      }
      assertThatFault(input::check).is("CORRUPT_STRUCTURE").names(64, 100000);
    }
  }
}
