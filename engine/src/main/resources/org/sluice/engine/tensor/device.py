# What a graphics processor does otherwise than a processor: attention over all sequences at once, without padding.

# ---- functions ------------------------------------------------------------------------------------------------------

# Of each position of each sequence, its prefix first: the row, the place in its sequence; then the sequences' first
# positions and one past the last (int32), and whether the position is the first copy of its row. n rows.
def layout(n: int, prefix: int, starts: List[int], like: Tensor) -> List[Tensor]:
  firsts = torch.sorted(starts)
  b = len(firsts)
  first = torch.tensor(firsts, dtype=4, device=like.device)
  firsts.append(n)
  behind = torch.tensor(firsts, dtype=4, device=like.device)
  lengths = behind.narrow(0, 1, b).sub(first).add_(prefix)
  bounds = torch.zeros([b + 1], dtype=4, device=like.device)
  bounds.narrow(0, 1, b).copy_(torch.cumsum(lengths, 0))
  total = n + prefix * (b - 1)
  which = torch.repeat_interleave(torch.arange(b, device=like.device), lengths, output_size=total)
  place = torch.arange(total, device=like.device).sub_(bounds.index_select(0, which))
  rows = torch.where(torch.lt(place, prefix), place, first.index_select(0, which).add_(place).sub_(prefix))
  own = torch.logical_or(torch.ge(place, prefix), torch.eq(which, 0))
  return [rows, place, bounds.to(3), own]

# tokens of the longest sequence, its prefix among them
def longest(n: int, prefix: int, starts: List[int]) -> int:
  firsts = torch.sorted(starts)
  firsts.append(n)
  most = 0
  for i in range(len(starts)):
    most = max(most, firsts[i + 1] - firsts[i])
  return prefix + most

# the first halves of heads [n, heads, dim] turned against the second ones, in float and in place
def turned(x: Tensor, place: Tensor, cos: Tensor, sin: Tensor, sign: float) -> Tensor:
  return __torch__.rotate(x, cos.index_select(0, place).unsqueeze(1), sin.index_select(0, place).unsqueeze(1), sign)

def device_attention(qkv: Tensor, cos: Tensor, sin: Tensor, prefix: int, starts: List[int], nq: int, nk: int, dim: int) -> List[Tensor]:
  n = qkv.size(0)
  most = __torch__.longest(n, prefix, starts)
  rows, place, bounds, own = __torch__.layout(n, prefix, starts, qkv)
  x = qkv
  if prefix > 0:
    x = qkv.index_select(0, rows)
  total = x.size(0)
  qk = __torch__.turned(x.narrow(1, 0, (nq + nk) * dim).to(6, copy=True).view([total, nq + nk, dim]), place, cos, sin, -1.).to(qkv.dtype)
  q = qk.narrow(1, 0, nq)
  k = qk.narrow(1, nq, nk)
  v = x.narrow(1, (nq + nk) * dim, nk * dim).view([total, nk, dim])
  if qkv.dtype == 15:
    o, e, seed, offset, debug = torch._flash_attention_forward(q, k, v, bounds, bounds, most, most, 0., True, False)
  else:
    k = __torch__.spread_heads(k, nq // nk)
    v = __torch__.spread_heads(v, nq // nk)
    o4, e, seed, offset, mq, mk = torch._efficient_attention_forward(q.unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0), None, bounds, bounds, most, most, 0., 1, True)
    o = o4.squeeze(0)
  y = o.reshape([total, nq * dim])
  if prefix > 0:
    # copies of the prefix behind the first one go to a row of their own
    target = torch.where(own, rows, torch.full([1], n, dtype=4, device=qkv.device))
    y = torch.empty([n + 1, nq * dim], dtype=y.dtype, device=y.device).index_copy_(0, target, y).narrow(0, 0, n)
  return [y, q, k, v, o, e, seed, offset, rows, place, bounds, own, torch.tensor([most], dtype=4)]

# saved: what device_attention gave after y
def device_attention_back(dy: Tensor, saved: List[Tensor], cos: Tensor, sin: Tensor, prefix: int, nq: int, nk: int, dim: int) -> Tensor:
  q, k, v, o, e, seed, offset, rows, place, bounds, own, longest = saved
  most = int(longest)
  d = dy
  if prefix > 0:
    d = dy.index_select(0, rows).mul_(own.unsqueeze(1))
  total = d.size(0)
  d = d.view([total, nq, dim])
  if dy.dtype == 15:
    dq, dk, dv = torch._flash_attention_backward(d, q, k, v, o, e, bounds, bounds, most, most, 0., True, seed, offset)
  else:
    dq4, dk4, dv4, db = torch._efficient_attention_backward(d.unsqueeze(0), q.unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0), None, o.unsqueeze(0), bounds, bounds, most, most, e, 0., seed, offset, 1, False)
    dq = dq4.squeeze(0)
    dk = torch.sum(dk4.view([total, nk, nq // nk, dim]), [2])
    dv = torch.sum(dv4.view([total, nk, nq // nk, dim]), [2])
  dqk = __torch__.turned(torch.cat([dq, dk], 1).to(6, copy=True), place, cos, sin, 1.)
  f = torch.cat([dqk.view([total, (nq + nk) * dim]), dv.reshape([total, nk * dim]).to(6)], 1)
  if prefix > 0:
    f = torch.zeros([dy.size(0), f.size(1)], dtype=6, device=dy.device).index_add_(0, rows, f)
  return f.to(dy.dtype)

# [n, nk, dim] with each head g times: [n, nk g, dim]
def spread_heads(x: Tensor, g: int) -> Tensor:
  return x.unsqueeze(2).expand([x.size(0), x.size(1), g, x.size(2)]).reshape([x.size(0), -1, x.size(2)])
