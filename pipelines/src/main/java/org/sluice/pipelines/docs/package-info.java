/** Makes the parts of docs and notebooks that follow from the code; tests hold them up to date. */
package org.sluice.pipelines.docs;
