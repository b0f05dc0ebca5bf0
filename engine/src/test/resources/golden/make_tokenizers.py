"""Trains tokenizers of the peers on two texts and writes what they learn to tokenizers.json: the
merges of Hugging Face's byte-level BPE as a digest, and how many tokens SentencePiece's unigram model
needs for the text it was trained on.

    python make_tokenizers.py tinyshakespeare/input.txt     (tokenizers 0.23.3, sentencepiece 0.2.3)
"""

import hashlib
import io
import json
import pathlib
import sys

import sentencepiece
import tokenizers
from tokenizers import models, pre_tokenizers, trainers

here = pathlib.Path(__file__).parent


def bpe(text, vocab_size):
    tokenizer = tokenizers.Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([text], trainer)
    merges = [" ".join(merge) for merge in json.loads(tokenizer.to_str())["model"]["merges"]]
    return {
        "vocab_size": vocab_size,
        "merges": len(merges),
        "sha256": hashlib.sha256("\n".join(merges).encode()).hexdigest(),
        "tokens": len(tokenizer.encode(text).ids),
    }


def unigram(text, pieces):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([line for line in text.split("\n") if line]),
        model_writer=model,
        vocab_size=pieces + 1,
        model_type="unigram",
        character_coverage=1.0,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        add_dummy_prefix=False,
        bos_id=-1,
        eos_id=-1,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    sp = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    tokens = sum(len(sp.encode(line)) for line in text.split("\n"))
    return {"pieces": sp.get_piece_size() - 1, "tokens": tokens}


shakespeare = pathlib.Path(sys.argv[1]).read_text()
tiny = (here / "tiny" / "corpus.txt").read_text().replace("\x1e", "\n")
made = {
    "made_by": "make_tokenizers.py",
    "tokenizers": tokenizers.__version__,
    "sentencepiece": sentencepiece.__version__,
    "shakespeare": {"bpe": bpe(shakespeare, 4096), "unigram": unigram(shakespeare, 4000)},
    "tiny": {"bpe": bpe(tiny, 400), "unigram": unigram(tiny, 79)},
}
(here / "tokenizers.json").write_text(json.dumps(made, indent=2) + "\n")
print(json.dumps(made))
