package io.partita.kind.hosted.file;

import static io.partita.FaultAssert.assertThatFault;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.archive.BytesFile;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsTest {
  private static Map<String, Npy> tensors() {
    Map<String, Npy> tensors = new LinkedHashMap<>();
    tensors.put("conv.weight", Npy.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    tensors.put("conv.bias", Npy.of(new float[] {0.5f, -0.5f}, 2));
    return tensors;
  }

  private static Weights read(byte[] bytes) throws IOException, MalformedInputException {
    BytesFile file = new BytesFile("weights", bytes);
    assertThat(Weights.areAloneIn(file)).isTrue();
    return Weights.read(file);
  }

  @Test
  void bothContainersHoldTheSame() throws Exception {
    Weights safetensors = read(WeightsFixture.safetensors(tensors()));
    Weights stateDict = read(WeightsFixture.stateDict(tensors()));

    assertThat(safetensors.format()).isEqualTo(HostedFormat.SAFETENSORS);
    assertThat(safetensors.metadata()).isEqualTo(Map.of("format", "pt"));
    assertThat(stateDict.format()).isEqualTo(HostedFormat.STATE_DICT);
    assertThat(safetensors.tensors().keySet()).containsExactly("conv.weight", "conv.bias");
    assertThat(stateDict.tensors().keySet())
        .containsExactly("generator.conv.weight", "generator.conv.bias");
    for (Weights.Tensor weight :
        List.of(
            safetensors.tensors().get("conv.weight"),
            stateDict.tensors().get("generator.conv.weight"))) {
      assertThat(weight.type()).isEqualTo("F32");
      assertThat(weight.shape()).containsExactly(2, 3);
      assertThat(weight.count()).isEqualTo(6);
      assertThat(weight.values().values()).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  void narrowAndWideNumbersBecomeFloats() throws Exception {
    ByteBuffer numbers = ByteBuffer.allocate(8 + 2 + 2 + 8).order(ByteOrder.LITTLE_ENDIAN);
    numbers.putDouble(0.25).putShort((short) 0x3e00).putShort((short) 0xbfc0).putLong(7);
    String header =
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[8,10]},"
            + "\"c\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[10,12]},"
            + "\"d\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[12,20]},"
            + "\"e\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[20,20]}}";

    Weights weights = read(WeightsFixture.safetensors(header, numbers.array()));

    assertThat(weights.tensors().get("a").values().values()).containsExactly(0.25f);
    assertThat(weights.tensors().get("b").values().values()).containsExactly(1.5f);
    assertThat(weights.tensors().get("c").values().values()).containsExactly(-1.5f);
    assertThat(weights.tensors().get("d").values()).isNull();
    assertThat(weights.tensors().get("d").count()).isEqualTo(1);
    assertThat(weights.tensors().get("e").values().values()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}` | begins at 4",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}` | 4 bytes, and 8",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}` | its shape needs 12",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}` | ends at 8",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}` | Duplicate",
        "`{\"a\":{\"dtype\":\"F33\",\"shape\":[2],\"data_offsets\":[0,8]}}` | dtype, shape",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"b\":1}}` | dtype, shape",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}` | dtype, shape",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[5000000000,0],\"data_offsets\":[0,0]}}` | an axis"
            + " of",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} {}` | no JSON object",
        "`{\"__metadata__\":{\"a\":1}}` | another thing than texts",
        "`{\"__metadata__\":3}` | no object",
        "`{\"a\":3}` | dtype, shape"
      })
  void headersThatDoNotFitAreFaults(String header, String says) {
    assertThatFault(() -> read(WeightsFixture.safetensors(header, new byte[8])))
        .is("BROKEN_SAFETENSORS", 8)
        .names(says);
  }

  @Test
  void theLengthOfTheHeaderIsLookedAt() {
    byte[] shorter = Arrays.copyOf(WeightsFixture.safetensors(tensors()), 40);
    byte[] large =
        ByteBuffer.allocate(100)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(17 << 20)
            .put((byte) '{')
            .array();

    assertThatFault(() -> read(shorter)).is("BROKEN_SAFETENSORS", 0).names("32");
    assertThatFault(() -> read(large)).is("TOO_LARGE", 0).names("17,825,792", "16,777,216");
    assertThat(Safetensors.startsSo("{\"version\": 1, ".getBytes(ISO_8859_1))).isFalse();
  }

  @Test
  void aStateDictShowsNoMoreNumbersThanAreThere() throws Exception {
    byte[] pickle =
        PickleWriter.pickle(
            Map.of(
                "generator", Map.of("a", new PickleWriter.Weights("FloatStorage", "0", "cpu", 4))));
    Map<String, byte[]> few = Map.of("data.pkl", pickle, "data/0", new byte[12]);
    Map<String, byte[]> none = Map.of("data.pkl", pickle);

    assertThatFault(() -> read(ScriptFixture.zip(few)))
        .is("BROKEN_PICKLE")
        .names("generator.a", "4", "3");
    assertThatFault(() -> read(ScriptFixture.zip(none))).is("BROKEN_ZIP").names("generator.a");
  }

  @Test
  void otherNamesInAPickleAreRefused() throws IOException {
    byte[] pickle = "\u0080\u0002cnumpy\ncore\n(X\0\0\0\0tR.".getBytes(ISO_8859_1);
    assertThatFault(() -> read(ScriptFixture.zip(Map.of("data.pkl", pickle))))
        .is("UNKNOWN_GLOBAL")
        .names("numpy.core");
  }

  @Test
  void numbersOfAnotherMachineAreRefused() throws IOException {
    byte[] zip =
        ScriptFixture.zip(
            Map.of(
                "data.pkl",
                PickleWriter.pickle(Map.of()),
                "byteorder",
                "big".getBytes(ISO_8859_1)));
    assertThatFault(() -> read(zip)).is("BROKEN_ZIP").names("order of bytes");
  }

  @Test
  void torchScriptIsNotWeightsAlone() throws IOException {
    assertThat(Weights.areAloneIn(new BytesFile("a.ts", new ScriptFixture().bytes()))).isFalse();
  }
}
