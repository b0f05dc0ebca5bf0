/**
 * Models on disk: Hugging Face folders, safetensors, GGUF. Every file is checked before it is
 * believed.
 */
package org.sluice.engine.file;
