"""Makes golden/tiny: a random Llama with its tokenizer as a Hugging Face folder and as GGUF files,
and what transformers and tokenizers compute from them.

    python make_tiny.py            # writes beside itself
Needs torch, transformers, tokenizers, safetensors, gguf, peft.
"""

import json
import pathlib
import random

import gguf
import numpy as np
import peft
import tokenizers
import torch
import transformers
from safetensors.torch import load_file, save_file

HERE = pathlib.Path(__file__).parent
TINY = HERE / "tiny"
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content']"
    " + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def corpus():
    """Sentences of made-up news, with numbers, blanks, accents, CJK and emoji."""
    rng = random.Random(5)
    who = ["The bank", "Ælfric & Søn", "Nordic Paper", "A café owner", "It's said that she", "北方银行"]
    what = ["reported", "doubled", "lost", "didn't expect", "sold", "won't  pay", "raised"]
    how = ["profit of 12 million euros", "3,450 shares", "its forecast for 2019", "a 7% dividend", "🙂🙂", "没有 消息"]
    return [f"{rng.choice(who)} {rng.choice(what)} {rng.choice(how)}{rng.choice(['.', '!', ' ...', chr(10)])}" for _ in range(300)]


def train_tokenizer(texts, vocab):
    tok = tokenizers.Tokenizer(tokenizers.models.BPE())
    tok.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tok.decoder = tokenizers.decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=vocab, special_tokens=SPECIAL, show_progress=False,
        initial_alphabet=sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet()))
    tok.train_from_iterator(texts, trainer)
    return tok


def permute(w, heads):
    return w.reshape(heads, 2, w.shape[0] // heads // 2, *w.shape[1:]).swapaxes(1, 2).reshape(w.shape)


def write_gguf(path, model, tok, types):
    c = model.config
    w = gguf.GGUFWriter(path, "llama")
    w.add_context_length(c.max_position_embeddings)
    w.add_embedding_length(c.hidden_size)
    w.add_block_count(c.num_hidden_layers)
    w.add_feed_forward_length(c.intermediate_size)
    w.add_head_count(c.num_attention_heads)
    w.add_head_count_kv(c.num_key_value_heads)
    w.add_layer_norm_rms_eps(c.rms_norm_eps)
    w.add_rope_freq_base(c.rope_parameters["rope_theta"])
    w.add_rope_dimension_count(c.head_dim)
    w.add_vocab_size(c.vocab_size)
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("gpt-2")
    vocab = sorted(tok.get_vocab().items(), key=lambda e: e[1])
    w.add_token_list([t for t, _ in vocab])
    w.add_token_types([3 if t in SPECIAL else 1 for t, _ in vocab])
    w.add_token_merges([" ".join(m) for m in json.loads(tok.to_str())["model"]["merges"]])
    w.add_bos_token_id(1)
    w.add_eos_token_id(2)
    w.add_add_bos_token(False)
    w.add_chat_template(TEMPLATE)
    names = {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight"}
    inner = {"input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
             "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output",
             "post_attention_layernorm": "ffn_norm", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
             "mlp.down_proj": "ffn_down"}
    i = 0
    for name, t in model.state_dict().items():
        if name == "lm_head.weight":
            continue
        a = t.numpy()
        if name.startswith("model.layers."):
            _, _, n, rest = name.split(".", 3)
            part = rest.removesuffix(".weight")
            if part.endswith("q_proj"):
                a = permute(a, c.num_attention_heads)
            if part.endswith("k_proj"):
                a = permute(a, c.num_key_value_heads)
            out = f"blk.{n}.{inner[part]}.weight"
        else:
            out = names[name]
        if a.ndim == 1:
            w.add_tensor(out, a)
        else:
            q = types[i % len(types)]
            i += 1
            w.add_tensor(out, gguf.quants.quantize(a, q), raw_dtype=q)
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def main():
    TINY.mkdir(exist_ok=True)
    torch.manual_seed(3)
    texts = corpus()
    (TINY / "corpus.txt").write_text("\x1e".join(texts), "utf-8")
    tok = train_tokenizer(texts, 352)
    fast = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tok, bos_token="<|im_start|>", eos_token="<|im_end|>", pad_token="<|endoftext|>",
        chat_template=TEMPLATE)
    fast.save_pretrained(TINY, save_jinja_files=False)
    config = transformers.LlamaConfig(
        vocab_size=352, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=128, rope_parameters={"rope_type": "default", "rope_theta": 5000.0},
        tie_word_embeddings=True, bos_token_id=1, eos_token_id=2, pad_token_id=0, initializer_range=0.3)
    model = transformers.LlamaForCausalLM(config).eval()
    for name, p in model.named_parameters():
        if "norm" in name:
            p.data.add_(0.2 * torch.randn_like(p))
    model.save_pretrained(TINY)
    Q = gguf.GGMLQuantizationType
    write_gguf(TINY / "tiny.gguf", model, tok, [Q.Q4_0, Q.Q4_1, Q.Q5_0, Q.Q5_1, Q.Q8_0, Q.F16, Q.BF16, Q.F32])

    reader = gguf.GGUFReader(TINY / "tiny.gguf")
    dequantized = {t.name: torch.from_numpy(np.array(gguf.quants.dequantize(t.data, t.tensor_type), dtype=np.float32)).reshape(
        *reversed([int(d) for d in t.shape])) for t in reader.tensors}
    from_gguf = transformers.AutoModelForCausalLM.from_pretrained(TINY, gguf_file="tiny.gguf", dtype=torch.float32).eval()

    prompts = ["The bank reported profit of", "北方银行 sold 3,", "It's"]
    ids = [tok.encode(p).ids for p in prompts]
    label_texts = [" 12 million euros", " shares", "🙂"]
    labels = [tok.encode(t).ids for t in label_texts]

    def losses(m):
        rows = []
        for i in ids:
            out = m(torch.tensor([i]), labels=torch.tensor([i]))
            rows.append([out.loss.item() * (len(i) - 1), len(i) - 1])
        return rows

    def choices(m):
        scores = []
        for i in ids:
            row = []
            for label in labels:
                logits = m(torch.tensor([i + label])).logits[0].log_softmax(-1)
                row.append(sum(logits[len(i) - 1 + k, t].item() for k, t in enumerate(label)))
            scores.append(row)
        return scores

    with torch.no_grad():
        greedy = [model.generate(torch.tensor([i]), attention_mask=torch.ones(1, len(i), dtype=torch.long), do_sample=False, max_new_tokens=12,
                                 eos_token_id=None, pad_token_id=0)[0, len(i):].tolist() for i in ids]
        expected = {
            "made_by": "golden/make_tiny.py",
            "versions": {m.__name__: m.__version__ for m in (torch, transformers, tokenizers, peft)},
            "prompts": prompts,
            "ids": ids,
            "offsets": [tok.encode(p).offsets for p in prompts],
            "label_texts": label_texts,
            "labels": labels,
            "last_logits": [[round(v, 6) for v in model(torch.tensor([i])).logits[0, -1].tolist()] for i in ids],
            "gguf_last_logits": [[round(v, 6) for v in from_gguf(torch.tensor([i])).logits[0, -1].tolist()] for i in ids],
            "loss_sum_and_count": losses(model),
            "choice_scores": choices(model),
            "greedy": greedy,
            "gguf_sums": {n: [t.double().sum().item(), t.double().abs().sum().item(), t.flatten()[1].item(), t.flatten()[-1].item()]
                          for n, t in dequantized.items()},
        }
    torch.manual_seed(9)
    adapted = peft.get_peft_model(model, peft.LoraConfig(
        task_type="CAUSAL_LM", r=4, lora_alpha=6, lora_dropout=0.1, target_modules=["q_proj", "v_proj", "down_proj"])).eval()
    for name, p in adapted.named_parameters():
        if "lora_B" in name:
            p.data.normal_(0, 0.3)
    adapted.save_pretrained(TINY / "adapter")
    (TINY / "adapter" / "README.md").unlink()
    settings = TINY / "adapter" / "adapter_config.json"
    settings.write_text(settings.read_text().replace(json.dumps(str(TINY)), '"tiny"'))
    with torch.no_grad():
        expected["adapter_last_logits"] = [[round(v, 6) for v in adapted(torch.tensor([i])).logits[0, -1].tolist()] for i in ids]
    (HERE / "tiny" / "expected.json").write_text(json.dumps(expected))


main()
