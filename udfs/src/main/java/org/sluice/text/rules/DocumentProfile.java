package org.sluice.text.rules;

/** A profile that takes its measures from the text itself rather than from shared ones. */
public non-sealed interface DocumentProfile extends Profile {
  Judgement judge(Document document);

  @Override
  default Judgement judge(Measures measures) {
    return judge(measures.document());
  }
}
