/** Web archives: WARC, WET, WAT and ARC files, record by record. */
package org.sluice.text.archive;
