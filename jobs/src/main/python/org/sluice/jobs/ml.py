"""Sluice's stages of Spark ML for PySpark: thin wrappers that call the JVM.

The path of this module equals the Java package, because PySpark finds one class by the other when it loads a
pipeline. Params are read from the Java stage, so that they are told in one place.
"""
from pyspark.ml.evaluation import JavaEvaluator
from pyspark.ml.param import Param, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaTransformer
from pyspark.sql.utils import is_remote

_CONVERTERS = {
    "IntParam": TypeConverters.toInt,
    "LongParam": TypeConverters.toInt,
    "DoubleParam": TypeConverters.toFloat,
    "BooleanParam": TypeConverters.toBoolean,
    "StringArrayParam": TypeConverters.toListString,
    "Param": TypeConverters.toString,
}


class _Stage(JavaMLReadable, JavaMLWritable):
    """What all have in common: a Java stage, its params as attributes, keyword arguments that set them."""

    def _begin(self, java_stage=None, **params):
        if is_remote():
            raise RuntimeError("Sluice's stages need a classic session, and this is a client of Spark Connect; "
                               "leave out --remote, spark.remote and SPARK_REMOTE, and name a --master")
        name = "org.sluice.jobs.ml." + type(self).__name__
        self._java_obj = java_stage or self._new_java_obj(name, self.uid)
        if java_stage is not None:
            self._resetUid(java_stage.uid())
        for param in self._java_obj.params():
            converter = _CONVERTERS[param.getClass().getSimpleName()]
            setattr(self, param.name(), Param(self, param.name(), param.doc(), converter))
        self._transfer_params_from_java()
        self._set(**params)


class TextCleaner(JavaTransformer, _Stage):
    def __init__(self, **params):
        super().__init__()
        self._begin(**params)


class QualityScorer(JavaTransformer, _Stage):
    def __init__(self, **params):
        super().__init__()
        self._begin(**params)


class Deduplicator(JavaTransformer, _Stage):
    def __init__(self, **params):
        super().__init__()
        self._begin(**params)


class PersonalDataRedactor(JavaTransformer, _Stage):
    def __init__(self, **params):
        super().__init__()
        self._begin(**params)


class ChatFormatter(JavaTransformer, _Stage):
    def __init__(self, **params):
        super().__init__()
        self._begin(**params)


class QLoraModel(JavaModel, _Stage):
    def __init__(self, java_model=None, **params):
        super().__init__()
        self._begin(java_model, **params)


class QLoraEstimator(JavaEstimator, _Stage):
    def __init__(self, **params):
        super().__init__()
        self._begin(**params)

    def _create_model(self, java_model):
        return QLoraModel(java_model)


class QLoraEvaluator(JavaEvaluator, _Stage):
    def __init__(self, **params):
        super().__init__()
        self._begin(**params)

    def isLargerBetter(self):
        self._transfer_params_to_java()
        return self._java_obj.isLargerBetter()
