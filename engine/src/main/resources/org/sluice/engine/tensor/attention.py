# General attention: any of the masks and biases, forward and backward by hand in pieces of queries, so that no tensor of
# tokens x tokens outlives a piece. What the flash kernel can do goes there.
# spans: six numbers a sequence: its first query, queries, first key, keys, first and one past the last visible key.
# shape: [query heads, key heads, window (0: none), causal, bias (0: none, 1: by distance, 2: by the key's place), keys before all others,
# keys at a sequence's beginning that are visible before its padding]
  def attend_f(self: __torch__.M, ins: List[Tensor], spans: List[int], shape: List[int], scale: float, cap: float) -> List[Tensor]:
    dv = ins[2].size(1) // shape[1]
    out = torch.empty([ins[0].size(0), shape[0] * dv], dtype=ins[0].dtype, device=ins[0].device)
    saved = [out]
    for s in range(len(spans) // 6):
      span = spans[6 * s:6 * s + 6]
      q, k, v = __torch__.sequence(ins, span, shape)
      if __torch__.flashes(q, k, v, span, shape, cap):
        g = shape[0] // shape[1]
        o, e = torch._scaled_dot_product_flash_attention_for_cpu(__torch__.all_heads(q), __torch__.repeated(k, g), __torch__.repeated(v, g), 0., shape[3] == 1, scale=scale)
        saved.append(o)
        saved.append(e)
        out.narrow(0, span[0], span[1]).copy_(o[0].transpose(0, 1).reshape([span[1], -1]))
      elif __torch__.slides(q, k, v, span, shape, cap):
        g = shape[0] // shape[1]
        o, e = torch._scaled_dot_product_flash_attention_for_cpu(__torch__.all_heads(q.flip([2])), __torch__.repeated(k, g), __torch__.repeated(v, g), 0., False, attn_mask=__torch__.sliding(ins[3], span[1], shape), scale=scale)
        saved.append(o)
        saved.append(e)
        out.narrow(0, span[0], span[1]).copy_(o[0].flip([1]).transpose(0, 1).reshape([span[1], -1]))
      else:
        i = 0
        while i < span[1]:
          n = min(__torch__.piece(), span[1] - i)
          p, t = __torch__.weights(ins, q, k, span, shape, scale, cap, i, n)
          o = torch.matmul(p.view([p.size(0), -1, p.size(3)]), v).view([p.size(0), -1, n, dv])
          out.narrow(0, span[0] + i, n).copy_(o.permute([2, 0, 1, 3]).reshape([n, -1]))
          i = i + n
    return saved
  def attend_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, spans: List[int], shape: List[int], scale: float, cap: float) -> List[Tensor]:
    grads = annotate(List[Tensor], [])
    for x in ins:
      grads.append(torch.zeros(x.size(), dtype=__torch__.wide_type(x), device=x.device))
    dv = ins[2].size(1) // shape[1]
    g = shape[0] // shape[1]
    biased = need // 8 % 2 == 1
    j = 0
    for s in range(len(spans) // 6):
      span = spans[6 * s:6 * s + 6]
      q, k, v = __torch__.sequence(ins, span, shape)
      d = __torch__.wide(dys[0].narrow(0, span[0], span[1])).view([span[1], shape[1], g, dv]).permute([1, 2, 0, 3])
      if __torch__.flashes(q, k, v, span, shape, cap):
        dq, dk, dw = torch._scaled_dot_product_flash_attention_for_cpu_backward(__torch__.all_heads(d), __torch__.all_heads(q), __torch__.repeated(k, g), __torch__.repeated(v, g), saved[j], saved[j + 1], 0., shape[3] == 1, scale=scale)
        j = j + 2
        grads[0].narrow(0, span[0], span[1]).copy_(dq[0].transpose(0, 1).reshape([span[1], -1]))
        __torch__.add_keys(grads, torch.sum(dk.view([shape[1], g, k.size(1), -1]), [1]), torch.sum(dw.view([shape[1], g, v.size(1), -1]), [1]), span, shape)
      elif __torch__.slides(q, k, v, span, shape, cap) and not biased:
        dq, dk, dw = torch._scaled_dot_product_flash_attention_for_cpu_backward(__torch__.all_heads(d.flip([2])), __torch__.all_heads(q.flip([2])), __torch__.repeated(k, g), __torch__.repeated(v, g), saved[j], saved[j + 1], 0., False, attn_mask=__torch__.sliding(ins[3], span[1], shape), scale=scale)
        j = j + 2
        grads[0].narrow(0, span[0], span[1]).copy_(dq[0].flip([1]).transpose(0, 1).reshape([span[1], -1]))
        __torch__.add_keys(grads, torch.sum(dk.view([shape[1], g, k.size(1), -1]), [1]), torch.sum(dw.view([shape[1], g, v.size(1), -1]), [1]), span, shape)
      else:
        if __torch__.slides(q, k, v, span, shape, cap):
          j = j + 2
        dk = torch.zeros_like(k)
        dw = torch.zeros_like(v)
        i = 0
        while i < span[1]:
          n = min(__torch__.piece(), span[1] - i)
          p, t = __torch__.weights(ins, q, k, span, shape, scale, cap, i, n)
          h = p.size(0)
          pp = p.view([h, -1, p.size(3)])
          dn = d.narrow(2, i, n).reshape([h, -1, dv])
          dw.add_(torch.matmul(pp.transpose(1, 2), dn))
          ds = torch.matmul(dn, v.transpose(1, 2)).mul_(pp)
          ds = ds.sub_(pp.mul(torch.sum(ds, [2], True)))
          if shape[4] == 1 and biased:
            back = __torch__.distances(span, shape, i, n, k).add_((ins[3].size(1) - 1) // 2)
            grads[3].index_add_(1, back.view([-1]), ds.view([shape[0], -1]))
          if shape[4] == 2 and biased:
            grads[3].narrow(1, 0, k.size(1)).add_(torch.sum(ds.view([shape[0], n, -1]), [1]))
          if cap > 0.:
            ds = ds.mul_(t.view(ds.size()).square_().neg_().add_(1.))
          dq = torch.matmul(ds, k).mul_(scale).view([h, -1, n, k.size(2)])
          grads[0].narrow(0, span[0] + i, n).copy_(dq.permute([2, 0, 1, 3]).reshape([n, -1]))
          dk.add_(torch.matmul(ds.transpose(1, 2), q.narrow(2, i, n).reshape([h, -1, k.size(2)])), alpha=scale)
          i = i + n
        __torch__.add_keys(grads, dk, dw, span, shape)
    out = annotate(List[Tensor], [])
    for i in range(len(ins)):
      out.append(grads[i].to(ins[i].dtype))
    return out

  # turns pairs of channels, `first` the first one of a head, by the angle of the position
  def rotary_f(self: __torch__.M, ins: List[Tensor], positions: Tensor, cos: Tensor, sin: Tensor, heads: int, first: int, interleaved: bool) -> List[Tensor]:
    return [__torch__.turn(ins[0], positions, cos, sin, heads, first, interleaved, -1.)]
  def rotary_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, positions: Tensor, cos: Tensor, sin: Tensor, heads: int, first: int, interleaved: bool) -> List[Tensor]:
    return [__torch__.turn(dys[0], positions, cos, sin, heads, first, interleaved, 1.)]

  # ---- with a cache: keys and values [rows, slots, width]
  def cache_write(self: __torch__.M, cache: Tensor, x: Tensor, at: Tensor) -> None:
    cache.view([-1, x.size(1)]).index_copy_(0, at, x.to(cache.dtype))
    return None
  # the last queries of each row against the row's keys; last: the place of the last key that each sees; layout as in laid()
  def attend_cached(self: __torch__.M, q: Tensor, k: Tensor, v: Tensor, bias: List[Tensor], last: Tensor, layout: List[Tensor], used: int, shape: List[int], scale: float, cap: float) -> Tensor:
    n = k.size(0)
    nk = shape[1]
    g = shape[0] // nk
    at = __torch__.laid(last, layout, 0).view([n, -1, 1])
    l = at.size(1)
    kk = k.narrow(1, 0, used).view([n, used, nk, -1]).permute([0, 2, 3, 1])
    qq = __torch__.laid(q.to(k.dtype), layout, 0).view([n, l, nk, g, -1]).permute([0, 2, 3, 1, 4])
    s = torch.matmul(qq.reshape([n, nk, g * l, -1]), kk).mul_(scale)
    if cap > 0.:
      s = torch.tanh(s.div_(cap)).mul_(cap)
    s = s.view([n, nk, g, l, used])
    d = torch.arange(used, device=q.device).view([1, 1, used]).sub(at)
    if shape[4] == 2:
      s.add_(bias[0].narrow(1, 0, used).view([1, nk, g, 1, used]))
    if shape[4] == 1:
      back = d.clamp_max(0).add_((bias[0].size(1) - 1) // 2)
      s.add_(bias[0].index_select(1, back.view([-1])).view([shape[0], n, l, used]).transpose(0, 1).reshape(s.size()))
    hidden = torch.gt(d, 0)
    if shape[2] > 0:
      hidden = torch.logical_or(hidden, torch.le(d, -shape[2]))
    p = torch.softmax(s.masked_fill_(hidden.view([n, 1, 1, l, used]), -inf), 4).view([n, nk, g * l, used])
    o = torch.matmul(p, v.narrow(1, 0, used).view([n, used, nk, -1]).transpose(1, 2))
    o = o.view([n, nk, g, l, -1]).permute([0, 3, 1, 2, 4]).reshape([n * l, -1])
    return __torch__.laid(o, layout, 1).to(q.dtype)


# ---- functions ------------------------------------------------------------------------------------------------------

# queries whose scores live at once
def piece() -> int:
  return 256

def wide_type(x: Tensor) -> int:
  if x.dtype == 7:
    return 7
  return 6

# q [nk, g, queries, d], k [nk, keys, d], v [nk, keys, dv] of one sequence, keys before all others first
def sequence(ins: List[Tensor], span: List[int], shape: List[int]) -> Tuple[Tensor, Tensor, Tensor]:
  nk = shape[1]
  q = __torch__.wide(ins[0].narrow(0, span[0], span[1])).view([span[1], nk, shape[0] // nk, -1]).permute([1, 2, 0, 3])
  k = ins[1].narrow(0, span[2], span[3])
  v = ins[2].narrow(0, span[2], span[3])
  if shape[5] == 1:
    k = torch.cat([ins[3 + min(shape[4], 1)].to(k.dtype), k], 0)
    v = torch.cat([ins[4 + min(shape[4], 1)].to(v.dtype), v], 0)
  n = k.size(0)
  return (q, __torch__.wide(k).view([n, nk, -1]).transpose(0, 1), __torch__.wide(v).view([n, nk, -1]).transpose(0, 1))

# Short sequences gain nothing by it, and its exponential is right to 20 bits alone: training with Adam shows the difference.
def flashes(q: Tensor, k: Tensor, v: Tensor, span: List[int], shape: List[int], cap: float) -> bool:
  if span[1] * span[3] <= 4096:
    return False
  plain = shape[4] == 0 and shape[5] == 0 and cap == 0. and k.size(2) == v.size(2)
  seen = span[4] == 0 and span[5] == span[3]
  near = shape[2] == 0 or (shape[3] == 1 and shape[2] >= span[3])
  return plain and seen and near and (shape[3] == 0 or span[1] == span[3]) and not q.is_cuda

# whether a bias by distance over a long sequence can be the flash kernel's mask
def slides(q: Tensor, k: Tensor, v: Tensor, span: List[int], shape: List[int], cap: float) -> bool:
  if shape[4] != 1 or span[1] <= __torch__.piece() or span[1] != span[3]:
    return False
  return __torch__.flashes(q, k, v, span, shape[0:4] + [0] + shape[5:], cap)

# The bias of n queries, the last one first, for n keys: a query earlier is a place further on in the row of distances, so the
# mask [1, heads, n, n] is a view of 2 n numbers a head.
def sliding(bias: Tensor, n: int, shape: List[int]) -> Tensor:
  w = 2 * n - 1
  t = __torch__.wide(bias).narrow(1, (bias.size(1) - 1) // 2 - n + 1, w).clone()
  if shape[3] == 1:
    t.narrow(1, n, n - 1).fill_(-inf)
  return t.as_strided([1, shape[0], n, n], [0, w, 1, 1])

# [1, heads, n, d]
def all_heads(q: Tensor) -> Tensor:
  return q.reshape([1, -1, q.size(2), q.size(3)])

def repeated(k: Tensor, g: int) -> Tensor:
  return k.unsqueeze(1).expand([k.size(0), g, k.size(1), k.size(2)]).reshape([1, -1, k.size(1), k.size(2)])

# key's place less query's, both counted from the first of the keys before all others
def distances(span: List[int], shape: List[int], i: int, n: int, k: Tensor) -> Tensor:
  keys = k.size(1)
  first = keys - span[1] + i
  if shape[3] == 0:
    first = keys - span[3] + i
  at = torch.arange(first, first + n, device=k.device)
  return torch.arange(keys, device=k.device).unsqueeze(0).sub(at.unsqueeze(1))

# softmax of the scores of queries i to i + n: [nk, g, n, keys]; and tanh of the scores where they are capped
def weights(ins: List[Tensor], q: Tensor, k: Tensor, span: List[int], shape: List[int], scale: float, cap: float, i: int, n: int) -> Tuple[Tensor, Tensor]:
  keys = k.size(1)
  h = k.size(0)
  s = torch.matmul(q.narrow(2, i, n).reshape([h, -1, k.size(2)]), k.transpose(1, 2)).mul_(scale)
  t = s
  if cap > 0.:
    t = torch.tanh(s.div_(cap))
    s = t.mul(cap)
  d = __torch__.distances(span, shape, i, n, k)
  s = s.view([shape[0], n, keys])
  if shape[4] == 1:
    at = d.add((ins[3].size(1) - 1) // 2)
    s = s.add_(__torch__.wide(ins[3]).index_select(1, at.view([-1])).view([shape[0], n, keys]))
  if shape[4] == 2:
    s = s.add_(__torch__.wide(ins[3]).narrow(1, 0, keys).unsqueeze(1))
  before = keys - span[3]
  place = torch.arange(keys, device=k.device).sub_(before)
  hidden = torch.logical_or(torch.logical_and(torch.ge(place, shape[6]), torch.lt(place, span[4])), torch.ge(place, span[5])).unsqueeze(0)
  if shape[3] == 1:
    hidden = torch.logical_or(hidden, torch.gt(d, 0))
  if shape[2] > 0:
    hidden = torch.logical_or(hidden, torch.le(d, -shape[2]))
  # not minus infinity: a query that sees nothing must not give NaN
  s = s.masked_fill_(hidden, -3e38)
  return (torch.softmax(s, 2).view([h, -1, n, keys]), t)

def add_keys(grads: List[Tensor], dk: Tensor, dv: Tensor, span: List[int], shape: List[int]) -> None:
  n = dk.size(1)
  before = n - span[3]
  k = dk.transpose(0, 1).reshape([n, -1])
  v = dv.transpose(0, 1).reshape([n, -1])
  grads[1].narrow(0, span[2], span[3]).add_(k.narrow(0, before, span[3]))
  grads[2].narrow(0, span[2], span[3]).add_(v.narrow(0, before, span[3]))
  if before > 0:
    grads[3 + min(shape[4], 1)].add_(k.narrow(0, 0, before))
    grads[4 + min(shape[4], 1)].add_(v.narrow(0, 0, before))
  return None

def turn(x: Tensor, positions: Tensor, cos: Tensor, sin: Tensor, heads: int, first: int, interleaved: bool, sign: float) -> Tensor:
  n = x.size(0)
  r = cos.size(1)
  y = __torch__.wide(x).clone().view([n, heads, -1])
  t = y.narrow(2, first, 2 * r)
  c = cos.index_select(0, positions).unsqueeze(1)
  s = sin.index_select(0, positions).unsqueeze(1)
  a = t.narrow(2, 0, r)
  b = t.narrow(2, r, r)
  if interleaved:
    a = torch.slice(t, 2, 0, 2 * r, 2)
    b = torch.slice(t, 2, 1, 2 * r, 2)
  a0 = a.clone()
  a.mul_(c).addcmul_(b, s, value=sign)
  b.mul_(c).addcmul_(a0, s, value=-sign)
  return y.view([n, -1]).to(x.dtype)
