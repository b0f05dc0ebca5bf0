"""Makes golden/sentencepiece: python make_sentencepiece.py

Small SentencePiece models of both kinds, and what the library makes of texts: with and without byte fallback, with
replaced characters, user-defined and control symbols. Needs sentencepiece; made with 0.2.3.
"""
import json
import pathlib
import tempfile

import sentencepiece as spm

HERE = pathlib.Path(__file__).parent
OUT = HERE / "sentencepiece"
CORPUS = HERE / "tiny" / "corpus.txt"
TEXTS = ["The board raised its outlook.", "  two  blanks  and a tail ", "", " ", "Operating profit fell 12.5 %",
         "\u4e2d\u6587\u6587\u672c\u548c English", "def f(x):\n\treturn x + 1\n", "emoji \U0001F600\U0001F468\u200D\U0001F469", "\u2581literal",
         "\uff21\uff22\uff23 \ufb01ne \u00bd", "e\u0301t\u00e9 na\u00efve", "unk \u0e01\u0e02", "a<sep>b <sep> c", "<0x41>"]
TABLE = "FF21\t41\nFF22\t42\nFF23\t43\nFB01\t66 69\nBD\t31 2F 32\n9\t20\nA\t20\n65 301\tE9\n"
KINDS = {
    "bpe_bytes": dict(model_type="bpe", byte_fallback=True, normalization_rule_name="identity",
                      remove_extra_whitespaces=False, vocab_size=420),
    "bpe_symbols": dict(model_type="bpe", vocab_size=160, user_defined_symbols=["<sep>"], control_symbols=["<ctl>"],
                        add_dummy_prefix=False, normalization_rule_name="identity", remove_extra_whitespaces=False),
    "unigram_table": dict(model_type="unigram", vocab_size=160, pad_id=0, eos_id=1, unk_id=2, bos_id=-1),
    "unigram_symbols": dict(model_type="unigram", byte_fallback=True, vocab_size=420, user_defined_symbols=["<sep>"]),
}
OUT.mkdir(exist_ok=True)
with tempfile.TemporaryDirectory() as scratch:
    rules = pathlib.Path(scratch) / "rules.tsv"
    rules.write_text(TABLE)
    for name, options in KINDS.items():
        if "normalization_rule_name" not in options:
            options["normalization_rule_tsv"] = str(rules)
        spm.SentencePieceTrainer.train(input=str(CORPUS), model_prefix=str(OUT / name), num_threads=1,
                                       hard_vocab_limit=False, minloglevel=2, character_coverage=1.0, **options)
        (OUT / (name + ".vocab")).unlink()
        model = spm.SentencePieceProcessor(model_file=str(OUT / (name + ".model")))
        cases = [dict(text=t, ids=model.encode(t), decoded=model.decode(model.encode(t))) for t in TEXTS]
        (OUT / (name + ".json")).write_text(json.dumps(cases, ensure_ascii=False, indent=0) + "\n")
