/** What a run will do: which steps, on which tables, and why one is skipped. */
package org.sluice.pipelines.plan;
