package org.sluice.jobs.sql;

import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** What an argument may be. */
enum Kind {
  TEXT(DataTypes.StringType) {
    @Override
    boolean takes(DataType given) {
      return given instanceof StringType;
    }
  },
  BYTES(DataTypes.BinaryType) {
    @Override
    boolean takes(DataType given) {
      return given instanceof BinaryType;
    }
  },
  NUMBER(DataTypes.IntegerType) {
    @Override
    boolean takes(DataType given) {
      return given instanceof IntegralType;
    }
  },
  FLAG(DataTypes.BooleanType) {
    @Override
    boolean takes(DataType given) {
      return given instanceof BooleanType;
    }
  },
  TEXTS(DataTypes.createArrayType(DataTypes.StringType)) {
    @Override
    boolean takes(DataType given) {
      return given instanceof ArrayType array && TEXT.takes(array.elementType());
    }
  },
  NUMBERS(DataTypes.createArrayType(DataTypes.LongType)) {
    @Override
    boolean takes(DataType given) {
      return given instanceof ArrayType array && array.elementType() instanceof IntegralType;
    }
  },
  LIMITS(DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType)) {
    @Override
    boolean takes(DataType given) {
      return given instanceof MapType map
          && TEXT.takes(map.keyType())
          && map.valueType() instanceof NumericType;
    }
  },
  VALUES(DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType)) {
    @Override
    boolean takes(DataType given) {
      return given instanceof MapType map
          && TEXT.takes(map.keyType())
          && TEXT.takes(map.valueType());
    }
  },
  /** A list of role and content, whatever else they hold, or the same as JSON. */
  MESSAGES(
      DataTypes.createArrayType(
          new StructType()
              .add("role", DataTypes.StringType)
              .add("content", DataTypes.StringType))) {
    @Override
    boolean takes(DataType given) {
      return TEXT.takes(given)
          || given instanceof ArrayType array
              && (array.elementType() instanceof StructType
                  || array.elementType() instanceof MapType);
    }

    @Override
    DataType bound(DataType given) {
      return given instanceof ArrayType ? given : DataTypes.StringType;
    }
  };

  private final DataType type;

  Kind(DataType type) {
    this.type = type;
  }

  abstract boolean takes(DataType given);

  /** The type that an argument of a type which this takes is brought to. */
  DataType bound(DataType given) {
    return type;
  }

  /** The type that an argument is brought to; empty when it cannot be one of this kind. */
  final Optional<DataType> accept(DataType given) {
    return given instanceof NullType || takes(given) ? Optional.of(bound(given)) : Optional.empty();
  }

  /** How signatures write it. */
  String written() {
    return this == MESSAGES ? "ARRAY<STRUCT<role, content>> or JSON" : type.sql();
  }
}
