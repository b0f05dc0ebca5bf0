# The arithmetic of the engine, in TorchScript's text. Java calls these methods through one class, Ops, which documents
# formula, shapes and types of each. X_f is an op's forward pass, X_b its backward pass, written by hand.
# Types as numbers: 3 int32, 4 int64, 6 float32, 15 bfloat16. "dt" is the type that products are computed in.
class M(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # ---- plumbing
  # on the device of `like`
  def empty(self: __torch__.M, like: Tensor, shape: List[int], dt: int) -> Tensor:
    return torch.empty(shape, dtype=dt, device=like.device)
  def hollow(self: __torch__.M, shape: List[int]) -> Tensor:
    return torch.zeros([1], dtype=6).expand(shape)
  def ones(self: __torch__.M, shape: List[int], dt: int) -> Tensor:
    return torch.ones(shape, dtype=dt)
  def product(self: __torch__.M, x: Tensor, w: Tensor) -> Tensor:
    return torch.mm(x, w.t())
  def cast(self: __torch__.M, x: Tensor, dt: int) -> Tensor:
    return x.to(dt, copy=True)
  def add(self: __torch__.M, x: Tensor, y: Tensor) -> Tensor:
    return x.add(y)
  def write(self: __torch__.M, target: Tensor, source: Tensor, first: int) -> None:
    target.view([-1]).narrow(0, first, source.size(0)).copy_(source)
    return None
  def place(self: __torch__.M, target: Tensor, row: int, source: Tensor, first: int) -> None:
    n = source.size(0) - first
    target.narrow(0, row, n).copy_(source.narrow(0, first, n))
    return None
  def copy_all(self: __torch__.M, to: List[Tensor], source: List[Tensor]) -> None:
    torch._foreach_copy_(to, source)
    return None
  def zero_all(self: __torch__.M, tensors: List[Tensor]) -> None:
    torch._foreach_zero_(tensors)
    return None
  def gather_flat(self: __torch__.M, flat: Tensor, parts: List[Tensor], start: int) -> None:
    __torch__.move_flat(flat, parts, start, True)
    return None
  def scatter_flat(self: __torch__.M, flat: Tensor, parts: List[Tensor], start: int) -> None:
    __torch__.move_flat(flat, parts, start, False)
    return None
  def pick(self: __torch__.M, x: Tensor, index: Tensor) -> Tensor:
    return x.index_select(0, index)
  def pick_b(self: __torch__.M, dy: Tensor, index: Tensor, n: int) -> Tensor:
    return torch.zeros([n, dy.size(1)], dtype=dy.dtype, device=dy.device).index_add_(0, index, dy)

  # ---- embedding
  def embed(self: __torch__.M, table: Tensor, ids: Tensor) -> Tensor:
    return __torch__.wide(torch.embedding(table, ids))
  def embed_b(self: __torch__.M, dy: Tensor, ids: Tensor, grad: Tensor) -> None:
    grad.index_add_(0, ids, dy)
    return None

  # ---- norm
  def norm_f(self: __torch__.M, x: Tensor, w: Tensor, eps: float, dt: int) -> List[Tensor]:
    r = __torch__.rstd(x, eps)
    return [__torch__.norm(x, r, w, dt), r]
  def norm_b(self: __torch__.M, dy: Tensor, x: Tensor, r: Tensor, w: Tensor, residual: List[Tensor], grad: List[Tensor]) -> Tensor:
    return __torch__.norm_back(dy, x, r, w, residual, grad)

  # ---- linear
  def linear_f(self: __torch__.M, x: Tensor, w: List[Tensor], bias: List[Tensor], lora: List[Tensor], cuts: List[int], rows: int, s: float) -> List[Tensor]:
    return __torch__.linear(x, w, bias, lora, cuts, rows, s)
  def linear_b(self: __torch__.M, dy: Tensor, x: Tensor, u: List[Tensor], w: List[Tensor], lora: List[Tensor], cuts: List[int], grads: List[Tensor], rows: int, s: float, need: bool) -> Tensor:
    return __torch__.linear_back(dy, x, u, w, lora, cuts, grads, rows, s, need)
  def bias_b(self: __torch__.M, dy: Tensor, grad: List[Tensor]) -> None:
    grad[0].add_(torch.sum(dy, [0], dtype=__torch__.wide_type(dy)))
    return None
  def dequantize(self: __torch__.M, w: List[Tensor], rows: int, dt: int) -> Tensor:
    return __torch__.dense(w, rows, dt)
  def nf4_table(self: __torch__.M, code: Tensor, dt: int) -> Tensor:
    # a byte holds its first value in the high bits; of two bytes the first is the low one
    shifts = [4, 0]
    size = 256
    if dt == 15:
      shifts = [4, 0, 12, 8]
      size = 65536
    index = torch.arange(size, device=code.device)
    columns = annotate(List[Tensor], [])
    for shift in shifts:
      columns.append(code.index_select(0, torch.bitwise_and(torch.bitwise_right_shift(index, shift), 15)))
    return __torch__.bits(torch.stack(columns, 1).to(dt), 9, size).clone()
  def spread(self: __torch__.M, dense: Tensor, b: Tensor, cuts: List[int]) -> None:
    r = b.size(1)
    at = 0
    for i in range(len(cuts) // 2):
      n = cuts[2 * i + 1]
      dense.narrow(0, cuts[2 * i], n).narrow(1, i * r, r).copy_(b.narrow(0, at, n))
      at = at + n
    return None
  def gain(self: __torch__.M, target: Tensor, a: Tensor, e: Tensor) -> None:
    target.copy_(a.mul(e))
    return None
  def gain_b(self: __torch__.M, d: Tensor, a: Tensor, e: Tensor, da: Tensor, de: Tensor) -> None:
    da.add_(d.mul(e))
    de.add_(torch.sum(d.mul(a), [1], True))
    d.zero_()
    return None
  def dropout_masks(self: __torch__.M, x: Tensor, p: float, count: int, seed: int) -> List[Tensor]:
    g = torch.Generator(device=x.device, seed=seed)
    masks = annotate(List[Tensor], [])
    for i in range(count):
      masks.append(torch.empty_like(x).bernoulli_(1. - p, generator=g).mul_(1. / (1. - p)))
    return masks
  def dropped_f(self: __torch__.M, y: Tensor, x: Tensor, masks: List[Tensor], lora: List[Tensor], cuts: List[int], s: float) -> Tensor:
    r = lora[1].size(1) // len(masks)
    us = annotate(List[Tensor], [])
    for i in range(len(masks)):
      us.append(torch.mm(x.mul(masks[i]), lora[0].narrow(0, i * r, r).t()))
    u = torch.cat(us, 1)
    __torch__.add_scaled(y, u, lora[1].t(), s)
    return u
  def dropped_b(self: __torch__.M, dx: Tensor, dy: Tensor, x: Tensor, u: Tensor, masks: List[Tensor], lora: List[Tensor], cuts: List[int], grads: List[Tensor], s: float, need: bool) -> None:
    r = lora[1].size(1) // len(masks)
    v = torch.mm(dy, lora[1])
    for i in range(len(masks)):
      vi = v.narrow(1, i * r, r)
      if need:
        dx.addcmul_(torch.mm(vi, lora[0].narrow(0, i * r, r)), masks[i], value=s)
      grads[0].narrow(0, i * r, r).add_(torch.mm(vi.t(), x.mul(masks[i])), alpha=s)
    __torch__.add_blocks(grads[1], torch.mm(dy.t(), u), cuts, s)
    return None

  # ---- attention
  def rope_table(self: __torch__.M, frequencies: Tensor, length: int, scale: float) -> List[Tensor]:
    angle = torch.outer(torch.arange(length, device=frequencies.device).to(6), frequencies)
    return [torch.cos(angle).mul_(scale), torch.sin(angle).mul_(scale)]
  def attention_f(self: __torch__.M, qkv: Tensor, cos: Tensor, sin: Tensor, prefix: int, starts: List[int], lens: List[int], groups: List[int], nq: int, nk: int, dim: int) -> List[Tensor]:
    if qkv.is_cuda:
      return __torch__.device_attention(qkv, cos, sin, prefix, starts, nq, nk, dim)
    return __torch__.attention(qkv, cos, sin, prefix, starts, lens, groups, nq, nk, dim)
  def attention_b(self: __torch__.M, dy: Tensor, saved: List[Tensor], cos: Tensor, sin: Tensor, prefix: int, starts: List[int], lens: List[int], groups: List[int], nq: int, nk: int, dim: int) -> Tensor:
    if dy.is_cuda:
      return __torch__.device_attention_back(dy, saved, cos, sin, prefix, nq, nk, dim)
    return __torch__.attention_back(dy, saved, cos, sin, prefix, starts, lens, groups, nq, nk, dim)

  # ---- attention with a cache, for generation: k and v [rows, slots, nk*dim]; row b fills its slots from 0
  def cache_fill(self: __torch__.M, k: Tensor, v: Tensor, qkv: Tensor, cos: Tensor, sin: Tensor, prefix: int, lens: List[int], nq: int, nk: int, dim: int) -> None:
    c = prefix
    b = 0
    for l in lens:
      n = prefix + l
      t = torch.cat([qkv.narrow(0, 0, prefix), qkv.narrow(0, c, l)], 0).to(6)
      kk = t.narrow(1, nq * dim, nk * dim).view([n, nk, dim])
      k.select(0, b).narrow(0, 0, n).view([n, nk, dim]).copy_(__torch__.rotate(kk, cos.narrow(0, 0, n).unsqueeze(1), sin.narrow(0, 0, n).unsqueeze(1), -1.))
      v.select(0, b).narrow(0, 0, n).copy_(t.narrow(1, (nq + nk) * dim, nk * dim))
      c = c + l
      b = b + 1
    return None
  # what all layers share in one step: slots to write; cos, and sin with its sign, of both halves of a head; mask over the
  # first `used` slots, for the g heads that share a key at each position; and how rows of unequal length are laid out, or nothing
  def cache_step(self: __torch__.M, position: Tensor, slot: Tensor, layout: List[Tensor], rows: int, cos: Tensor, sin: Tensor, used: int, g: int) -> List[Tensor]:
    at = __torch__.laid(position, layout, 0)
    l = at.size(0) // rows
    hidden = torch.gt(torch.arange(used, device=position.device).unsqueeze(0), at.unsqueeze(1))
    mask = torch.zeros(hidden.size(), dtype=6, device=position.device).masked_fill_(hidden, -inf).view([rows, 1, l, used])
    if l > 1:
      mask = mask.unsqueeze(3).expand([rows, 1, l, g, used]).reshape([rows, 1, l * g, used])
    c = cos.index_select(0, position).unsqueeze(1)
    s = sin.index_select(0, position).unsqueeze(1)
    return [slot, torch.cat([c, c], 2), torch.cat([s.neg(), s], 2), mask] + layout
  def cache_attention(self: __torch__.M, qkv: Tensor, k: Tensor, v: Tensor, step: List[Tensor], nq: int, nk: int, dim: int) -> Tensor:
    return __torch__.cached(qkv, k, v, step, nq, nk, dim)

  # ---- feed-forward
  def swiglu_f(self: __torch__.M, gu: Tensor) -> Tensor:
    h = gu.size(1) // 2
    return torch.silu(gu.narrow(1, 0, h)).mul_(gu.narrow(1, h, h))
  def swiglu_b(self: __torch__.M, d: Tensor, gu: Tensor) -> Tensor:
    h = gu.size(1) // 2
    a = gu.narrow(1, 0, h)
    o = torch.empty_like(gu)
    torch.mul(d, torch.silu(a), out=o.narrow(1, h, h))
    torch.silu_backward(d.mul(gu.narrow(1, h, h)), a, grad_input=o.narrow(1, 0, h))
    return o

  # ---- head
  # in chunks, so that logits live for one chunk alone; the gradient is made at once
  def cross_entropy(self: __torch__.M, h: Tensor, head: Tensor, bias: List[Tensor], target: Tensor, chunk: int, cap: float, grad: List[Tensor], bias_grad: List[Tensor]) -> List[Tensor]:
    n = h.size(0)
    dh = torch.empty_like(h)
    loss = torch.zeros([], dtype=7, device=h.device)
    i = 0
    while i < n:
      e = min(n, i + chunk)
      t = target[i:e].unsqueeze(1)
      p = __torch__.scores(h[i:e], head, bias, cap)
      slope = p
      if cap > 0.:
        slope = p.div(cap).square_().neg_().add_(1.)
      lse = torch.logsumexp(p, 1, True)
      loss.add_(torch.sum(lse.sub(p.gather(1, t)).to(7)))
      p.sub_(lse).exp_()
      p.scatter_add_(1, t, torch.full([e - i, 1], -1., dtype=p.dtype, device=h.device))
      if cap > 0.:
        p.mul_(slope)
      d = p.to(h.dtype)
      dh[i:e].copy_(torch.mm(d, head))
      if len(grad) > 0:
        __torch__.add_product(grad[0], d.t(), h[i:e])
      if len(bias_grad) > 0:
        bias_grad[0].add_(torch.sum(p, [0]))
      i = e
    return [loss, dh]
  def logits(self: __torch__.M, h: Tensor, head: List[Tensor], bias: List[Tensor], cap: float) -> Tensor:
    p = __torch__.base_product(h, head, annotate(List[Tensor], []), head[0].size(0))
    return __torch__.capped(__torch__.wide(p), bias, cap)
  def log_probabilities(self: __torch__.M, h: Tensor, head: Tensor, bias: List[Tensor], target: Tensor, chunk: int, cap: float) -> Tensor:
    n = h.size(0)
    out = torch.empty([n], dtype=6, device=h.device)
    i = 0
    while i < n:
      e = min(n, i + chunk)
      p = __torch__.scores(h[i:e], head, bias, cap)
      out[i:e].copy_(p.gather(1, target[i:e].unsqueeze(1)).squeeze(1).sub(torch.logsumexp(p, 1)))
      i = e
    return out
  def argmax(self: __torch__.M, logits: Tensor) -> Tensor:
    # twice as fast as argmax, and as that gives the first of equals
    best, at = torch.max(logits, 1)
    return at

  # ---- optimiser
  def norm_of(self: __torch__.M, grads: List[Tensor]) -> Tensor:
    return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(grads, 2)).to(7))
  def count_all(self: __torch__.M, counters: List[Tensor], by: float) -> None:
    torch._foreach_add_(counters, by)
    return None
  def scale_all(self: __torch__.M, tensors: List[Tensor], factor: float) -> None:
    torch._foreach_mul_(tensors, factor)
    return None
  def adamw(self: __torch__.M, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], step: List[Tensor], lr: float, decay: float, eps: float) -> None:
    torch._foreach_add_(step, 1.)
    torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), step, lr=lr, beta1=0.9, beta2=0.999, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)
    return None


# ---- functions ------------------------------------------------------------------------------------------------------

def move_flat(flat: Tensor, parts: List[Tensor], start: int, into: bool) -> None:
  at = 0
  end = start + flat.size(0)
  for p in parts:
    n = p.numel()
    a = max(at, start)
    b = min(at + n, end)
    if a < b:
      piece = p.view([-1]).narrow(0, a - at, b - a)
      place = flat.narrow(0, a - start, b - a)
      if into:
        place.copy_(piece)
      else:
        piece.copy_(place)
    at = at + n
  return None

# w: [a plain matrix], or [packed codes uint8 n/2, a table, the codes of the maxima, then for each matrix stacked in it:
# absmax codes uint8 n/64, scales n/64/256, offset; or absmax in float and two that mean nothing].
# The table for float: the pair of floats of each byte, as complex64. For bfloat16: the four values of each two bytes, in the
# bits of a complex64, so that one lookup gives four weights; values and maxima are rounded to bfloat16 before they meet.
def dense(w: List[Tensor], rows: int, dt: int) -> Tensor:
  if len(w) == 1:
    return w[0]
  parts = annotate(List[Tensor], [])
  i = 3
  while i < len(w):
    if w[i].dtype == 6:
      parts.append(w[i])
    else:
      nb = w[i].size(0)
      sc = w[i + 1].unsqueeze(1).expand([-1, 256]).reshape([-1]).narrow(0, 0, nb)
      parts.append(w[2].index_select(0, w[i].to(3)).mul_(sc).add_(w[i + 2]))
    i = i + 3
  maxima = torch.cat(parts).unsqueeze(1)
  n = w[0].size(0)
  if dt == 15:
    index = __torch__.bits(w[0], 27, n // 2).to(4).view([16, -1])
    v = __torch__.bits(__torch__.lookup(w[1], index), 15, 2 * n).view([-1, 64]).mul_(maxima.to(15))
  else:
    v = torch.view_as_real(__torch__.lookup(w[1], w[0].to(4).view([16, -1]))).view([-1, 64]).mul_(maxima)
  return v.view([rows, -1])

# one-dimensional lookups are serial; gathering rows from a table repeated by stride 0 runs on all cores
def lookup(table: Tensor, index: Tensor) -> Tensor:
  return table.unsqueeze(0).expand([index.size(0), table.size(0)]).gather(1, index)

# the first n elements of x's memory seen as another type; view(dtype) cannot be named in this language
def bits(x: Tensor, dt: int, n: int) -> Tensor:
  return torch.empty([0], dtype=dt, device=x.device).set_(x.view([-1]).narrow(0, 0, 1)).as_strided([n], [1])

# lora: [A stacked, k·r x in; B on the diagonal of rows x k·r], in the type of x
def linear(x: Tensor, w: List[Tensor], bias: List[Tensor], lora: List[Tensor], cuts: List[int], rows: int, s: float) -> List[Tensor]:
  y = __torch__.base_product(x, w, bias, rows)
  if len(lora) == 0:
    return [y]
  u = torch.mm(x, lora[0].t())
  __torch__.add_scaled(y, u, lora[1].t(), s)
  return [y, u]

# y += s a b. In float the product is summed by itself: a sum that begins at y rounds each of its terms as coarsely as y,
# which is as much as training with Adam takes for a gradient.
def add_scaled(y: Tensor, a: Tensor, b: Tensor, s: float) -> None:
  if y.dtype == 15:
    y.addmm_(a, b, alpha=s)
  else:
    y.add_(torch.mm(a, b), alpha=s)
  return None

# w may also be [a matrix, the same reordered]
def base_product(x: Tensor, w: List[Tensor], bias: List[Tensor], rows: int) -> Tensor:
  if len(w) == 2:
    return __torch__.reordered_product(x, w[1], w[0], bias)
  m = __torch__.dense(w, rows, x.dtype)
  if len(bias) > 0:
    return torch.addmm(bias[0], x, m.t())
  return torch.mm(x, m.t())

# grads, all float: [] for a frozen matrix, [A, B] for LoRA, [W] for a trained one
def linear_back(dy: Tensor, x: Tensor, u: List[Tensor], w: List[Tensor], lora: List[Tensor], cuts: List[int], grads: List[Tensor], rows: int, s: float, need: bool) -> Tensor:
  dx = dy
  if need:
    dx = torch.mm(dy, __torch__.dense(w, rows, dy.dtype))
  if len(lora) > 0:
    v = torch.mm(dy, lora[1])
    if need:
      __torch__.add_scaled(dx, v, lora[0], s)
    grads[0].add_(torch.mm(v.t(), x), alpha=s)
    __torch__.add_blocks(grads[1], torch.mm(dy.t(), u[0]), cuts, s)
  elif len(grads) > 0:
    __torch__.add_product(grads[0], dy.t(), x)
  return dx

# g += a b; in place where the types allow
def add_product(g: Tensor, a: Tensor, b: Tensor) -> None:
  if a.dtype == g.dtype:
    g.addmm_(a, b)
  else:
    g.add_(torch.mm(a, b))
  return None

# adds the diagonal blocks of d to the stacked blocks of g
def add_blocks(g: Tensor, d: Tensor, cuts: List[int], s: float) -> None:
  r = g.size(1)
  at = 0
  for i in range(len(cuts) // 2):
    n = cuts[2 * i + 1]
    g.narrow(0, at, n).add_(d.narrow(0, cuts[2 * i], n).narrow(1, i * r, r), alpha=s)
    at = at + n
  return None

# scores of all tokens in float, limited by tanh where cap is more than 0
def scores(h: Tensor, head: Tensor, bias: List[Tensor], cap: float) -> Tensor:
  return __torch__.capped(__torch__.wide(torch.mm(h, head.t())), bias, cap)

def capped(p: Tensor, bias: List[Tensor], cap: float) -> Tensor:
  if len(bias) > 0:
    p = p.add(bias[0])
  if cap > 0.:
    p = torch.tanh(p.div_(cap)).mul_(cap)
  return p

def rstd(x: Tensor, eps: float) -> Tensor:
  return torch.mean(x.square(), [-1], True).add_(eps).rsqrt_()

def norm(x: Tensor, r: Tensor, w: Tensor, dt: int) -> Tensor:
  return x.mul(r).mul_(w).to(dt)

# gradient of the input, plus the residual's gradient
def norm_back(dy: Tensor, x: Tensor, r: Tensor, w: Tensor, residual: List[Tensor], grad: List[Tensor]) -> Tensor:
  d = dy.to(x.dtype)
  if len(grad) > 0:
    grad[0].add_(torch.sum(d.mul(x).mul_(r), [0]))
  g = d.mul(w)
  c = torch.sum(g * x, [1], True).mul_(r).mul_(r).mul_(r).div_(float(x.size(1)))
  g.mul_(r).addcmul_(x, c, value=-1.)
  if len(residual) > 0:
    g.add_(residual[0])
  return g

# turns heads [.., heads, dim], halves against halves, in place; sign -1 forward, 1 backward
def rotate(t: Tensor, cos: Tensor, sin: Tensor, sign: float) -> Tensor:
  h = t.size(-1) // 2
  a = t.narrow(-1, 0, h)
  b = t.narrow(-1, h, h)
  a0 = a.clone()
  a.mul_(cos).addcmul_(b, sin, value=sign)
  b.mul_(cos).addcmul_(a0, sin, value=-sign)
  return t

# Packed sequences, each by itself, no mask. x holds the prefix that all sequences share, once, then what follows it in each.
# Sequences of like length are computed together, the prefix before each, padded at their ends: a causal query never sees
# what comes after it. starts, lens: of what follows the prefix, in the order of the groups; groups: sequences in each. On a
# CPU everything is in float: the kernel's backward is up to four times as fast so.
def attention(qkv: Tensor, cos: Tensor, sin: Tensor, prefix: int, starts: List[int], lens: List[int], groups: List[int], nq: int, nk: int, dim: int) -> List[Tensor]:
  out = torch.empty([qkv.size(0), nq * dim], dtype=qkv.dtype, device=qkv.device)
  saved = [out]
  i = 0
  for b in groups:
    l = prefix + max(lens[i:i + b])
    f = __torch__.pad(qkv, prefix, starts, lens, i, b, l, True)
    qk = f.narrow(2, 0, (nq + nk) * dim).view([b, l, nq + nk, dim])
    __torch__.rotate(qk, cos.narrow(0, 0, l).unsqueeze(1), sin.narrow(0, 0, l).unsqueeze(1), -1.)
    q, k, v = __torch__.heads(f, b, l, nq, nk, dim)
    o, e = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0., True)
    y = o.transpose(1, 2).reshape([b, l, nq * dim])
    if i == 0 and prefix > 0:
      out.narrow(0, 0, prefix).copy_(y[0].narrow(0, 0, prefix))
    __torch__.unpad(out, y, prefix, starts, lens, i)
    saved.append(f)
    saved.append(o)
    saved.append(e)
    i = i + b
  return saved

def attention_back(dy: Tensor, saved: List[Tensor], cos: Tensor, sin: Tensor, prefix: int, starts: List[int], lens: List[int], groups: List[int], nq: int, nk: int, dim: int) -> Tensor:
  w = (nq + 2 * nk) * dim
  d = torch.empty([dy.size(0), w], dtype=dy.dtype, device=dy.device)
  shared = torch.zeros([prefix, w], dtype=__torch__.wide_type(dy), device=dy.device)
  g = nq // nk
  i = 0
  j = 0
  for b in groups:
    f = saved[j]
    l = f.size(1)
    q, k, v = __torch__.heads(f, b, l, nq, nk, dim)
    do = __torch__.pad(dy, prefix, starts, lens, i, b, l, False).view([b, l, nq, dim]).transpose(1, 2)
    dq, dk, dv = torch._scaled_dot_product_flash_attention_for_cpu_backward(do, q, k, v, saved[j + 1], saved[j + 2], 0., True)
    df = torch.empty_like(f)
    df.narrow(2, 0, nq * dim).view([b, l, nq, dim]).copy_(dq.transpose(1, 2))
    torch.sum(dk.view([b, nk, g, l, dim]), [2], out=df.narrow(2, nq * dim, nk * dim).view([b, l, nk, dim]).transpose(1, 2))
    torch.sum(dv.view([b, nk, g, l, dim]), [2], out=df.narrow(2, (nq + nk) * dim, nk * dim).view([b, l, nk, dim]).transpose(1, 2))
    qk = df.narrow(2, 0, (nq + nk) * dim).view([b, l, nq + nk, dim])
    __torch__.rotate(qk, cos.narrow(0, 0, l).unsqueeze(1), sin.narrow(0, 0, l).unsqueeze(1), 1.)
    __torch__.unpad(d, df, prefix, starts, lens, i)
    if prefix > 0:
      shared.add_(torch.sum(df.narrow(1, 0, prefix), [0]))
    i = i + b
    j = j + 3
  if prefix > 0:
    d.narrow(0, 0, prefix).copy_(shared)
  return d

# one new position a row, which the cache takes in
def cached(qkv: Tensor, k: Tensor, v: Tensor, step: List[Tensor], nq: int, nk: int, dim: int) -> Tensor:
  n = qkv.size(0)
  rows = k.size(0)
  g = nq // nk
  used = step[3].size(3)
  f = qkv.to(6)
  t = f.narrow(1, 0, (nq + nk) * dim).view([n, nq + nk, dim])
  qk = t.mul(step[1]).addcmul_(torch.roll(t, [dim // 2], [2]), step[2])
  k.view([-1, nk * dim]).index_copy_(0, step[0], qk.narrow(1, nq, nk).reshape([n, nk * dim]).to(k.dtype))
  v.view([-1, nk * dim]).index_copy_(0, step[0], f.narrow(1, (nq + nk) * dim, nk * dim).to(v.dtype))
  kk = k.narrow(1, 0, used).view([rows, used, nk, dim]).transpose(1, 2)
  vv = v.narrow(1, 0, used).view([rows, used, nk, dim]).transpose(1, 2)
  q = __torch__.laid(qk.narrow(1, 0, nq), step, 4)
  l = q.size(0) // rows
  if l > 1:
    q = q.reshape([rows, l, nk, g, dim]).transpose(1, 2)
  q = q.reshape([rows, nk, l * g, dim]).to(k.dtype)
  if q.is_cuda:
    p = torch.softmax(torch.matmul(q, kk.transpose(2, 3)).div_(torch.sqrt(dim)).add_(step[3].to(k.dtype)), 3)
    o = torch.matmul(p, vv)
  else:
    o, e = torch._scaled_dot_product_flash_attention_for_cpu(q, kk, vv, 0., False, attn_mask=step[3].to(k.dtype))
  if l > 1:
    o = o.reshape([rows, nk, l, g, dim]).transpose(1, 2)
  return __torch__.laid(o.reshape([rows * l, nq * dim]), step, 5).to(qkv.dtype)

# Positions of rows of unequal length: layout[first] gives for each place of the longest row, in each row, the position that lies
# there, padding being the row's first one; layout[first + 1] each position's place. Rows of one length have no layout.
def laid(x: Tensor, layout: List[Tensor], at: int) -> Tensor:
  if len(layout) > at:
    return x.index_select(0, layout[at])
  return x

# [b, l, width] in float: in each the prefix (every: in all of them, else in the very first alone), a sequence, zeros
def pad(x: Tensor, prefix: int, starts: List[int], lens: List[int], first: int, b: int, l: int, every: bool) -> Tensor:
  f = torch.empty([b, l, x.size(1)], dtype=__torch__.wide_type(x), device=x.device)
  if prefix > 0:
    place = f.narrow(1, 0, prefix)
    if every:
      place.copy_(x.narrow(0, 0, prefix).unsqueeze(0))
    else:
      place.zero_()
      if first == 0:
        place[0].copy_(x.narrow(0, 0, prefix))
  for j in range(b):
    n = lens[first + j]
    f[j].narrow(0, prefix, n).copy_(x.narrow(0, starts[first + j], n))
    if prefix + n < l:
      f[j].narrow(0, prefix + n, l - prefix - n).zero_()
  return f

def unpad(to: Tensor, f: Tensor, prefix: int, starts: List[int], lens: List[int], first: int) -> None:
  for j in range(f.size(0)):
    n = lens[first + j]
    to.narrow(0, starts[first + j], n).copy_(f[j].narrow(0, prefix, n))
  return None

# q, k, v [b, nq, l, dim] of f [b, l, (nq + 2 nk) dim]; k and v repeated for the query heads that share them
def heads(f: Tensor, b: int, l: int, nq: int, nk: int, dim: int) -> Tuple[Tensor, Tensor, Tensor]:
  g = nq // nk
  q = f.narrow(2, 0, nq * dim).view([b, l, nq, dim]).transpose(1, 2)
  k = f.narrow(2, nq * dim, nk * dim).view([b, l, nk, 1, dim]).permute([0, 2, 3, 1, 4]).expand([b, nk, g, l, dim]).reshape([b, nq, l, dim])
  v = f.narrow(2, (nq + nk) * dim, nk * dim).view([b, l, nk, 1, dim]).permute([0, 2, 3, 1, 4]).expand([b, nk, g, l, dim]).reshape([b, nq, l, dim])
  return (q, k, v)
