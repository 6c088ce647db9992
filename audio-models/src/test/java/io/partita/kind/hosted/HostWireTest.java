package io.partita.kind.hosted;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Partita and the process of a model say to each other. */
class HostWireTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private DataInputStream written() {
    return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
  }

  @Test
  void arraysComeBackToTheBit() throws Exception {
    float[] floats = new float[100_003];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat(i * 7919);
    }
    HostedArray many = HostedArray.of(floats, 1, 100_003);
    HostedArray longs = HostedArray.of(new long[] {Long.MIN_VALUE, 5}, 2);
    HostWire.write(
        out,
        new HostWire.Call(
            "encode", OptionalLong.of(-3), List.of(many, longs, HostedArray.number(2.5))));

    DataInputStream in = written();
    assertThat(in.read()).isEqualTo(HostWire.CALL);
    HostWire.Call call = HostWire.readCall(in);
    assertThat(call.method()).isEqualTo("encode");
    assertThat(call.seed()).hasValue(-3);
    assertThat(call.arrays().get(0).shape()).containsExactly(1, 100_003);
    for (int i = 0; i < floats.length; i++) {
      assertThat(Float.floatToRawIntBits(call.arrays().get(0).floats()[i]))
          .isEqualTo(Float.floatToRawIntBits(floats[i]));
    }
    assertThat(call.arrays().get(1).longs()).containsExactly(Long.MIN_VALUE, 5);
    assertThat(call.arrays().get(2).shape()).isEmpty();
    assertThat(in.read()).isNegative();
  }

  @Test
  void faultsComeBackWithoutControlCharacters() throws IOException {
    HostWire.refused(
        out, new MalformedInputException(CallFault.NOT_FINITE, 12, "a\u001b[31m red\nline"));
    assertThatFault(() -> HostWire.answer(written())).is("NOT_FINITE", 12).names("a [31m red line");
    bytes.reset();
    HostWire.mistake(out, new UserException(Mistake.MODEL_FAILED, "no model"));
    assertThatMistake(() -> HostWire.answer(written())).is(Mistake.MODEL_FAILED).names("no model");
  }

  @Test
  void whatIsNoAnswerIsRefused() throws IOException {
    assertThatThrownBy(() -> HostWire.answer(written())).isInstanceOf(IOException.class);
    out.write("Hello, I am printed".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> HostWire.answer(written())).isInstanceOf(IOException.class);
  }

  /** Memory follows the values that are there. */
  @Test
  void axesThatClaimMoreThanComesAreRefused() throws IOException {
    out.writeByte(HostWire.DONE);
    out.writeInt(1);
    out.writeBoolean(true);
    out.writeInt(1);
    out.writeLong(Integer.MAX_VALUE - 8);
    assertThatThrownBy(() -> HostWire.answer(written())).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "0g", "8t", "-1g", "512m", "g"})
  void memoryThatIsNoneIsTheUsersMistake(String memory) {
    assertThatMistake(() -> HostLimits.of(memory, "600"))
        .is(Mistake.BAD_SETTING)
        .names(HostLimits.MEMORY);
  }

  @Test
  void limitsAreReadAsAPersonWritesThem() {
    assertThat(HostLimits.of("8g", "600").memoryMiB()).isEqualTo(8192);
    assertThat(HostLimits.of("2000M", "7").memoryMiB()).isEqualTo(2000);
    assertThat(HostLimits.of("2000M", "7").call()).hasSeconds(7);
    assertThatMistake(() -> HostLimits.of("8g", "0"))
        .is(Mistake.BAD_SETTING)
        .names(HostLimits.SECONDS);
  }
}
