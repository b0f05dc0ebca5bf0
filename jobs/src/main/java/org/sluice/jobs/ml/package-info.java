/**
 * The product's stages as Transformers and Estimators of Spark ML: params with documentation and
 * checks, save and load, pipelines and model selection.
 */
package org.sluice.jobs.ml;
