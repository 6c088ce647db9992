package io.partita.hdf5;

import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.Superblock;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.btree.BTreeV1;
import io.jhdf.object.message.SymbolTableMessage;
import io.partita.MalformedInputException;
import io.partita.hdf5.Hdf5Storage.Defect;
import io.partita.hdf5.Hdf5Storage.Unread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * An HDF5 file opened for its datasets by path. jHDF reads the structures and only those on the way
 * to what is asked for, through {@link Hdf5Storage}; whatever it throws at a damaged file leaves
 * {@link #read} as a {@link MalformedInputException}. Safe for threads.
 */
public final class Hdf5File implements AutoCloseable {
  private final Hdf5Storage storage;
  private final long rootAddress;
  private final Map<String, Map<String, Long>> groups = new HashMap<>();

  /**
   * Checks the superblock.
   *
   * @param channel that belongs to this file from now on, also if this throws
   */
  public static Hdf5File open(SeekableByteChannel channel)
      throws IOException, MalformedInputException {
    boolean open = false;
    try {
      Hdf5Superblock superblock = Hdf5Superblock.find(channel);
      Superblock jhdf =
          read(superblock.offset(), () -> Superblock.readSuperblock(superblock.bytes()));
      Hdf5Storage storage = new Hdf5Storage(channel, superblock.offset(), jhdf);
      open = true;
      return new Hdf5File(storage, superblock.rootAddress());
    } finally {
      if (!open) {
        channel.close();
      }
    }
  }

  private Hdf5File(Hdf5Storage storage, long rootAddress) {
    this.storage = storage;
    this.rootAddress = rootAddress;
  }

  /**
   * Opens a dataset.
   *
   * @throws MalformedInputException if it is not there, or is none
   */
  public Hdf5Dataset dataset(String group, String name)
      throws IOException, MalformedInputException {
    String path = "/" + group + "/" + name;
    long groupAddress = child("/", rootAddress, group, path);
    long address = child("/" + group, groupAddress, name, path);
    return Hdf5Dataset.open(storage, address, path);
  }

  private long child(String group, long groupAddress, String name, String path)
      throws IOException, MalformedInputException {
    Map<String, Long> children;
    synchronized (groups) {
      children = groups.get(group);
      if (children == null) {
        children = read(storage.offset(groupAddress), () -> children(groupAddress));
        groups.put(group, children);
      }
    }
    Long address = children.get(name);
    if (address == null) {
      throw new MalformedInputException(
          Hdf5Fault.MISSING_TABLE,
          storage.offset(groupAddress),
          "Expected %s as in a file of the Million Song Dataset, %s has %s"
              .formatted(path, group, children.keySet()));
    }
    return address;
  }

  /** Names and header addresses; links to elsewhere are left out. */
  private Map<String, Long> children(long groupAddress) {
    ObjectHeader header = ObjectHeader.readObjectHeader(storage, groupAddress);
    if (!header.hasMessageOfType(SymbolTableMessage.class)) {
      throw new Defect(
          Hdf5Fault.UNSUPPORTED_STORAGE,
          storage.offset(groupAddress),
          "Expected a group with a symbol table: rewrite the file with h5repack in the earliest"
              + " format");
    }
    SymbolTableMessage table = header.getMessageOfType(SymbolTableMessage.class);
    ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
    Map<String, Long> children = new HashMap<>();
    for (long node :
        BTreeV1.createGroupBTree(storage, table.getBTreeAddress()).getChildAddresses()) {
      for (SymbolTableEntry entry :
          new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
        boolean softLink = entry.getCacheType() == 2;
        if (!softLink) {
          names.position(entry.getLinkNameOffset());
          children.put(Utils.readUntilNull(names), entry.getObjectHeaderAddress());
        }
      }
    }
    return children;
  }

  /** A step that jHDF takes. */
  interface Step<T> {
    T take();
  }

  /**
   * Takes a step with jHDF: the one place where its exceptions, of many types and also from deep
   * recursion, become ours. What the channel throws stays what it is.
   *
   * @param byteOffset of the structure that is read, for damage that has no offset of its own
   */
  static <T> T read(long byteOffset, Step<T> step) throws IOException, MalformedInputException {
    try {
      return step.take();
    } catch (RuntimeException | StackOverflowError e) {
      String detail = e.getClass().getSimpleName();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof Defect defect) {
          throw defect.malformed();
        }
        if (cause instanceof Unread unread) {
          throw unread.failure();
        }
        detail = cause.getMessage() == null ? detail : cause.getMessage();
      }
      throw new MalformedInputException(
          Hdf5Fault.CORRUPT_STRUCTURE, byteOffset, "The file contradicts itself: " + detail);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      storage.close();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
