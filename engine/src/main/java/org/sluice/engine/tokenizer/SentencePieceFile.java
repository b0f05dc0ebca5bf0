package org.sluice.engine.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sluice.base.UserError;

/**
 * What is read of a SentencePiece .model: a protocol buffer, sentencepiece_model.proto. Fields that
 * change nothing in encoding are skipped.
 */
final class SentencePieceFile {
  /** Types of pieces. */
  static final int NORMAL = 1;

  static final int CONTROL = 3;
  static final int USER_DEFINED = 4;
  static final int UNUSED = 5;

  static final int UNIGRAM = 1;
  static final int BPE = 2;

  record Piece(String text, float score, int type) {}

  private final Object source;
  final List<Piece> pieces = new ArrayList<>();
  int modelType = UNIGRAM;
  int unknownId;
  int bosId = 1;
  int eosId = 2;
  boolean byteFallback;
  boolean suffix;
  byte[] charsMap = new byte[0];
  boolean dummyPrefix = true;
  boolean removeExtraBlanks = true;

  private SentencePieceFile(Object source) {
    this.source = source;
  }

  /**
   * @param source where the bytes came from, for errors
   * @throws UserError when they are no SentencePiece model
   */
  static SentencePieceFile read(byte[] bytes, Object source) {
    SentencePieceFile file = new SentencePieceFile(source);
    file.message(wrap(bytes), (field, in) -> file.top(field, in));
    if (file.pieces.isEmpty()) {
      throw file.damaged();
    }
    return file;
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Takes the value of a field, or leaves it where it is. */
  private interface Field {
    boolean take(int number, ByteBuffer in);
  }

  private void message(ByteBuffer in, Field field) {
    while (in.hasRemaining()) {
      long key = varint(in);
      int number = (int) (key >>> 3);
      int before = in.position();
      if (field.take(number, in)) {
        continue;
      }
      in.position(before);
      skip(in, (int) (key & 7));
    }
  }

  private void skip(ByteBuffer in, int wireType) {
    switch (wireType) {
      case 0 -> varint(in);
      case 1 -> need(in, 8).position(in.position() + 8);
      case 2 -> bytes(in);
      case 5 -> need(in, 4).position(in.position() + 4);
      default -> throw damaged();
    }
  }

  private boolean top(int field, ByteBuffer in) {
    switch (field) {
      case 1 -> piece(wrap(bytes(in)));
      case 2 -> message(wrap(bytes(in)), this::trainer);
      case 3 -> message(wrap(bytes(in)), this::normalizer);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void piece(ByteBuffer in) {
    String[] text = {""};
    float[] score = {0};
    int[] type = {NORMAL};
    message(
        in,
        (field, value) -> {
          switch (field) {
            case 1 -> text[0] = new String(bytes(value), StandardCharsets.UTF_8);
            case 2 -> score[0] = need(value, 4).getFloat();
            case 3 -> type[0] = (int) varint(value);
            default -> {
              return false;
            }
          }
          return true;
        });
    pieces.add(new Piece(text[0], score[0], type[0]));
  }

  private boolean trainer(int field, ByteBuffer in) {
    switch (field) {
      case 3 -> modelType = (int) varint(in);
      case 24 -> suffix = varint(in) != 0;
      case 35 -> byteFallback = varint(in) != 0;
      case 40 -> unknownId = (int) varint(in);
      case 41 -> bosId = (int) varint(in);
      case 42 -> eosId = (int) varint(in);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean normalizer(int field, ByteBuffer in) {
    switch (field) {
      case 2 -> charsMap = bytes(in);
      case 3 -> dummyPrefix = varint(in) != 0;
      case 4 -> removeExtraBlanks = varint(in) != 0;
      default -> {
        return false;
      }
    }
    return true;
  }

  private long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = need(in, 1).get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged();
  }

  private byte[] bytes(ByteBuffer in) {
    long length = varint(in);
    if (length < 0 || length > in.remaining()) {
      throw damaged();
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private ByteBuffer need(ByteBuffer in, int bytes) {
    if (in.remaining() < bytes) {
      throw damaged();
    }
    return in;
  }

  private UserError damaged() {
    return UserError.at(
        source, "", "is no SentencePiece model, or a damaged one", "copy or download it again");
  }
}
