package org.sluice.jobs.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Between Spark's own form of values and Java's. */
final class Values {
  private Values() {}

  /** The value at a place of a row or an array; structs and maps become maps in their order. */
  static Object read(SpecializedGetters from, int at, DataType type) {
    return from.isNullAt(at) ? null : java(from.get(at, type), type);
  }

  private static Object java(Object value, DataType type) {
    if (value instanceof UTF8String text) {
      return text.toString();
    }
    if (value instanceof Decimal number) {
      return number.toDouble();
    }
    if (type instanceof ArrayType array) {
      return list((ArrayData) value, array.elementType());
    }
    if (type instanceof StructType struct) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (int i = 0; i < struct.size(); i++) {
        StructField field = struct.fields()[i];
        fields.put(field.name(), read((InternalRow) value, i, field.dataType()));
      }
      return fields;
    }
    if (type instanceof MapType map) {
      List<Object> keys = list(((MapData) value).keyArray(), map.keyType());
      List<Object> values = list(((MapData) value).valueArray(), map.valueType());
      Map<Object, Object> entries = new LinkedHashMap<>();
      for (int i = 0; i < keys.size(); i++) {
        entries.put(keys.get(i), values.get(i));
      }
      return entries;
    }
    return value;
  }

  private static List<Object> list(ArrayData array, DataType element) {
    List<Object> list = new ArrayList<>(array.numElements());
    for (int i = 0; i < array.numElements(); i++) {
      list.add(read(array, i, element));
    }
    return list;
  }

  /** What a {@link SqlFunction.Body} returned, as rows hold it. */
  static Object external(Object value, DataType type) {
    if (value instanceof long[] numbers) {
      return Arrays.stream(numbers).boxed().toList();
    }
    if (value instanceof List<?> list && type instanceof ArrayType array) {
      return list.stream().map(element -> external(element, array.elementType())).toList();
    }
    if (value instanceof Object[] parts && type instanceof StructType struct) {
      Object[] fields = new Object[parts.length];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = external(parts[i], struct.fields()[i].dataType());
      }
      return RowFactory.create(fields);
    }
    return value;
  }

  /** What a {@link SqlFunction.Body} returned, as Spark wants it. */
  static Object internal(Object value, DataType type) {
    if (value instanceof String text) {
      return UTF8String.fromString(text);
    }
    if (value instanceof long[] numbers) {
      return new GenericArrayData(numbers);
    }
    if (value instanceof List<?> list && type instanceof ArrayType array) {
      Object[] elements = new Object[list.size()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = internal(list.get(i), array.elementType());
      }
      return new GenericArrayData(elements);
    }
    if (value instanceof Object[] parts && type instanceof StructType struct) {
      Object[] fields = new Object[parts.length];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = internal(parts[i], struct.fields()[i].dataType());
      }
      return new GenericInternalRow(fields);
    }
    return value;
  }
}
