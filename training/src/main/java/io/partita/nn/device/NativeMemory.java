package io.partita.nn.device;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much memory a JVM that trains may take. Arrays lie outside of the heap and are given back
 * when the garbage collector finds that nobody uses them any more; a heap that is hardly used is
 * hardly collected, so without a limit the process grows by gigabytes. JavaCPP collects when the
 * process has reached the limit, and fails when that does not help.
 *
 * @param heapBytes the JVM's largest heap
 * @param besideHeapBytes for arrays, native code, class data and threads
 */
public record NativeMemory(long heapBytes, long besideHeapBytes) {
  private static final long LEAST_BESIDE_HEAP_BYTES = 1L << 30;

  private static final String ALLOCATED = "org.bytedeco.javacpp.maxbytes";
  private static final String RESIDENT = "org.bytedeco.javacpp.maxphysicalbytes";

  /** A gigabyte beside the heap, or the tenth of the heap that Spark would allow. */
  public static NativeMemory besideHeapOf(long heapBytes) {
    return new NativeMemory(heapBytes, Math.max(LEAST_BESIDE_HEAP_BYTES, heapBytes / 10));
  }

  /** System properties that JavaCPP reads once, when its first class is loaded. */
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(ALLOCATED, String.valueOf(besideHeapBytes));
    properties.put(RESIDENT, String.valueOf(heapBytes + besideHeapBytes));
    return properties;
  }
}
