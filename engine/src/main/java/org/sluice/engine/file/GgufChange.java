package org.sluice.engine.file;

/**
 * What llama.cpp's converter does to a tensor (conversion/*.py). Rows are those of the model's
 * folder unless said otherwise; a bias is a matrix of one column.
 */
enum GgufChange {
  NONE,
  /** Rows of each head of the queries in pairs (i, i + half), for interleaved rotation. */
  QUERY {
    @Override
    int[] rows(ModelConfig config) {
      return paired(config.numAttentionHeads(), config.headDim());
    }
  },
  /** The same for the keys. */
  KEY {
    @Override
    int[] rows(ModelConfig config) {
      return paired(config.numKeyValueHeads(), config.headDim());
    }
  },
  /** One added to gains that are stored as the difference from one. */
  PLUS_ONE,
  /** [in, out] in the folder, [out, in] in the file. */
  TRANSPOSED,
  /** Queries, keys and values of each group of heads; in the file all queries, then all keys. */
  GROUPS {
    @Override
    int[] rows(ModelConfig config) {
      return ungrouped(config.numAttentionHeads(), keyHeads(config), config.headDim());
    }
  };

  /** The folder's row that stands at each row of the file; empty where all stay. */
  int[] rows(ModelConfig config) {
    return new int[0];
  }

  /** Shape in the file of a tensor of this shape in the folder, and the other way round. */
  long[] shape(long[] shape) {
    return this == TRANSPOSED && shape.length == 2 ? new long[] {shape[1], shape[0]} : shape;
  }

  /**
   * The folder's values out of the file's.
   *
   * @param shape of the folder
   */
  float[] toFolder(float[] values, long[] shape, ModelConfig config) {
    return switch (this) {
      case NONE -> values;
      case PLUS_ONE -> plus(values, -1);
      case TRANSPOSED -> shape.length < 2 ? values : transposed(values, (int) shape[1]);
      case QUERY, KEY, GROUPS -> moved(values, rows(config), false);
    };
  }

  /** The file's values out of the folder's. */
  float[] toFile(float[] values, long[] shape, ModelConfig config) {
    return switch (this) {
      case NONE -> values;
      case PLUS_ONE -> plus(values, 1);
      case TRANSPOSED -> shape.length < 2 ? values : transposed(values, (int) shape[0]);
      case QUERY, KEY, GROUPS -> moved(values, rows(config), true);
    };
  }

  private static float[] plus(float[] values, float one) {
    float[] sum = new float[values.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = values[i] + one;
    }
    return sum;
  }

  private static float[] transposed(float[] values, int rows) {
    int columns = values.length / rows;
    float[] turned = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = values[r * columns + c];
      }
    }
    return turned;
  }

  private static float[] moved(float[] values, int[] rows, boolean toFile) {
    int columns = values.length / rows.length;
    float[] out = new float[values.length];
    for (int row = 0; row < rows.length; row++) {
      int from = toFile ? rows[row] : row;
      int to = toFile ? row : rows[row];
      System.arraycopy(values, from * columns, out, to * columns, columns);
    }
    return out;
  }

  /** GGUF row h d + 2 i + j is the folder's row h d + j d/2 + i. */
  private static int[] paired(int heads, int dim) {
    int[] rows = new int[heads * dim];
    for (int row = 0; row < rows.length; row++) {
      int i = row % dim;
      rows[row] = row - i + i % 2 * (dim / 2) + i / 2;
    }
    return rows;
  }

  private static int[] ungrouped(int heads, int keyHeads, int dim) {
    int each = heads / keyHeads;
    int[] rows = new int[(heads + 2 * keyHeads) * dim];
    for (int row = 0; row < rows.length; row++) {
      int head = row / dim;
      int group = head < heads ? head / each : (head - heads) % keyHeads;
      int within = head < heads ? head % each : each + (head - heads) / keyHeads;
      rows[row] = (group * (each + 2) + within) * dim + row % dim;
    }
    return rows;
  }

  /** Falcon has a name of its own for it. */
  static int keyHeads(ModelConfig config) {
    if (!config.modelType().equals(Architecture.FALCON.modelType())) {
      return config.numKeyValueHeads();
    }
    int all = config.numAttentionHeads();
    if (config.flag("new_decoder_architecture", false)) {
      return config.integer("num_kv_heads", config.integer("n_head_kv", all));
    }
    return config.flag("multi_query", true) ? 1 : all;
  }
}
