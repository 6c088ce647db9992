package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.TOO_LARGE;
import static io.partita.kind.hosted.file.HostedFault.UNKNOWN_GLOBAL;

import io.partita.MalformedInputException;
import io.partita.kind.hosted.file.Pickled.Global;
import io.partita.kind.hosted.file.Pickled.Instance;
import io.partita.kind.hosted.file.Pickled.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a pickle of protocol 2 to 4 (Python's pickletools) as far as PyTorch's exports use it. It
 * makes {@link Pickled} values and calls nothing; a name that {@link PickleGlobals} does not allow
 * ends it. Each step of it takes at least a byte of the pickle and makes at most one value.
 */
final class Unpickler {
  private static final Object MARK = new Object();
  private static final int PROTO = 0x80;
  private static final int LATEST_PROTOCOL = 4;

  private final PickleBytes bytes;
  private final int maxValues;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private int made;

  private Unpickler(PickleBytes bytes, int maxValues) {
    this.bytes = bytes;
    this.maxValues = maxValues;
  }

  /**
   * The value of a pickle, which may hold itself and the same thing many times.
   *
   * @param fileOffset of its first byte in the file
   * @throws MalformedInputException BROKEN_PICKLE, UNKNOWN_GLOBAL or TOO_LARGE
   */
  static Object read(byte[] pickle, long fileOffset, HostedLimits limits)
      throws MalformedInputException {
    return new Unpickler(new PickleBytes(pickle, fileOffset), limits.maxValues()).run();
  }

  private Object run() throws MalformedInputException {
    if (bytes.u1() != PROTO) {
      throw bytes.broken("no protocol at its start");
    }
    int protocol = bytes.u1();
    if (protocol < 2 || protocol > LATEST_PROTOCOL) {
      throw bytes.broken("protocol " + protocol + ", and 2 to 4 are read");
    }
    int code = bytes.u1();
    while (code != '.') {
      step(code);
      code = bytes.u1();
    }
    return pop();
  }

  private void step(int code) throws MalformedInputException {
    switch (code) {
      case 0x95 -> bytes.i8(); // a frame, which is for readers of streams
      case '(' -> push(MARK);
      case '0' -> pop();
      case '1' -> toMark();
      case '2' -> push(top());
      case 'q', 'r', 0x94, 'h', 'j' -> memo(code);
      case ']' -> push(new ArrayList<>());
      case '}' -> push(new LinkedHashMap<>());
      case 'a', 'e' -> append(code == 'a' ? one() : toMark());
      case 's', 'u' -> set(code == 's' ? pair() : toMark());
      case 'l' -> push(toMark());
      case ')', 't', 0x85, 0x86, 0x87 -> push(tuple(code));
      case 'c' -> push(global(bytes.line(), bytes.line()));
      case 0x93 -> stackGlobal();
      case 'R' -> reduce();
      case 0x81 -> newInstance();
      case 'b' -> build();
      case 'Q' -> push(storage());
      default -> push(scalar(code));
    }
  }

  private Object scalar(int code) throws MalformedInputException {
    return switch (code) {
      case 'N' -> null;
      case 0x88 -> true;
      case 0x89 -> false;
      case 'J' -> (long) bytes.i4();
      case 'K' -> (long) bytes.u1();
      case 'M' -> (long) bytes.u2();
      case 0x8a -> bytes.number(bytes.u1());
      case 'G' -> bytes.f8();
      case 'X', 'B', 'T' -> bytes.text(bytes.i4());
      case 0x8c, 'C', 'U' -> bytes.text(bytes.u1());
      case 0x8d, 0x8e -> bytes.text(bytes.i8());
      default -> throw bytes.broken("the operation 0x%02x, which no export has".formatted(code));
    };
  }

  private void memo(int code) throws MalformedInputException {
    int key =
        switch (code) {
          case 'q', 'h' -> bytes.u1();
          case 0x94 -> memo.size();
          default -> bytes.i4();
        };
    if (code != 'h' && code != 'j') {
      memo.put(key, top());
    } else if (memo.containsKey(key)) {
      push(memo.get(key));
    } else {
      throw bytes.broken("no value " + key + " to repeat");
    }
  }

  private Tuple tuple(int code) throws MalformedInputException {
    if (code == 't') {
      return new Tuple(toMark());
    }
    List<Object> items = new ArrayList<>();
    for (int i = code == ')' ? 0 : code - 0x84; i > 0; i--) {
      items.add(0, pop());
    }
    return new Tuple(items);
  }

  @SuppressWarnings("unchecked") // every list and map of a pickle is made here
  private void append(List<Object> items) throws MalformedInputException {
    if (!(top() instanceof List<?> list)) {
      throw bytes.broken("no list to add to");
    }
    ((List<Object>) list).addAll(items);
  }

  private List<Object> one() throws MalformedInputException {
    List<Object> one = new ArrayList<>();
    one.add(pop());
    return one;
  }

  private List<Object> pair() throws MalformedInputException {
    Object value = pop();
    List<Object> pair = new ArrayList<>();
    pair.add(pop());
    pair.add(value);
    return pair;
  }

  @SuppressWarnings("unchecked")
  private void set(List<Object> pairs) throws MalformedInputException {
    if (!(top() instanceof Map<?, ?> map) || pairs.size() % 2 != 0) {
      throw bytes.broken("no dictionary to add to");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      if (!(pairs.get(i) instanceof String) && !(pairs.get(i) instanceof Long)) {
        throw bytes.broken("a dictionary's key that is neither text nor number");
      }
      ((Map<Object, Object>) map).put(pairs.get(i), pairs.get(i + 1));
    }
  }

  private Global global(String module, String name) throws MalformedInputException {
    Global global = new Global(module, name);
    if (!PickleGlobals.isAllowed(global)) {
      throw bytes.fault(
          UNKNOWN_GLOBAL,
          bytes.position(),
          "The pickle names %s, which no exported model needs; it may run anything when loaded"
              .formatted(QuotedTexts.shortened(global.text())));
    }
    return global;
  }

  private void stackGlobal() throws MalformedInputException {
    if (pop() instanceof String name && pop() instanceof String module) {
      push(global(module, name));
    } else {
      throw bytes.broken("no name of a class where one was to come");
    }
  }

  private void reduce() throws MalformedInputException {
    int position = bytes.position();
    if (pop() instanceof Tuple arguments && pop() instanceof Global global) {
      push(
          PickleGlobals.call(global, arguments.items(), position)
              .orElseThrow(
                  () -> bytes.broken("a call of " + global.text() + " that does not fit it")));
    } else {
      throw bytes.broken("a call of what cannot be called");
    }
  }

  private void newInstance() throws MalformedInputException {
    if (pop() instanceof Tuple && pop() instanceof Global global) {
      push(new Instance(global));
    } else {
      throw bytes.broken("an object of no class");
    }
  }

  /** State of an instance; that of other things, as a state dict's own notes, says nothing. */
  private void build() throws MalformedInputException {
    Object state = pop();
    if (top() instanceof Instance instance && state instanceof Map<?, ?> attributes) {
      instance.build(attributes);
    }
  }

  private Object storage() throws MalformedInputException {
    return PickleGlobals.storage(pop()).orElseThrow(() -> bytes.broken("a storage of no kind"));
  }

  private void push(Object value) throws MalformedInputException {
    if (++made > maxValues) {
      throw bytes.fault(
          TOO_LARGE, bytes.position(), "The pickle makes more than " + maxValues + " values");
    }
    stack.add(value);
  }

  private Object top() throws MalformedInputException {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
      throw bytes.broken("no value where one was to be used");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() throws MalformedInputException {
    Object value = top();
    stack.remove(stack.size() - 1);
    return value;
  }

  private List<Object> toMark() throws MalformedInputException {
    int mark = stack.lastIndexOf(MARK);
    if (mark < 0) {
      throw bytes.broken("no mark where values began");
    }
    List<Object> values = new ArrayList<>(stack.subList(mark + 1, stack.size()));
    stack.subList(mark, stack.size()).clear();
    return values;
  }
}
