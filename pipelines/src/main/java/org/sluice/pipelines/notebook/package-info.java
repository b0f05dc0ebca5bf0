/** Zeppelin notes, made from pages that can be read and reviewed. */
package org.sluice.pipelines.notebook;
