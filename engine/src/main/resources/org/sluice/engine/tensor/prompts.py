  # Attention to trained keys by a softmax of its own; conventions as in general.py.
  # q [n, heads dim], k and v [m, key heads dim], gate [1]
  def prompt_attention_f(self: __torch__.M, ins: List[Tensor], heads: int) -> List[Tensor]:
    q, k, v = __torch__.prompt_heads(ins, heads)
    p = torch.softmax(torch.bmm(q, k.transpose(1, 2)).div_(float(q.size(2)) ** 0.5), -1)
    o = torch.bmm(p, v)
    y = o.mul(ins[3]).transpose(0, 1).reshape(ins[0].size())
    return [y.to(ins[0].dtype), p, o]
  def prompt_attention_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, heads: int) -> List[Tensor]:
    q, k, v = __torch__.prompt_heads(ins, heads)
    p = saved[0]
    root = float(q.size(2)) ** 0.5
    do = __torch__.wide(dys[0]).view([q.size(1), heads, q.size(2)]).transpose(0, 1)
    dgate = torch.sum(do.mul(saved[1])).view([1])
    do = do.mul(ins[3])
    dv = torch.bmm(p.transpose(1, 2), do)
    dp = torch.bmm(do, v.transpose(1, 2))
    ds = p.mul(dp.sub(torch.sum(dp.mul(p), [2], True))).div_(root)
    dq = torch.bmm(ds, k).transpose(0, 1).reshape(ins[0].size())
    dk = __torch__.key_heads(torch.bmm(ds.transpose(1, 2), q), ins[1])
    return [dq.to(ins[0].dtype), dk, __torch__.key_heads(dv, ins[2]), dgate]

# ---- functions ------------------------------------------------------------------------------------------------------

# [heads, n or m, dim] each, keys repeated for the query heads that share them
def prompt_heads(ins: List[Tensor], heads: int) -> Tuple[Tensor, Tensor, Tensor]:
  dim = ins[0].size(1) // heads
  q = __torch__.wide(ins[0]).view([-1, heads, dim]).transpose(0, 1)
  return (q, __torch__.shared_heads(ins[1], heads, dim), __torch__.shared_heads(ins[2], heads, dim))

def shared_heads(x: Tensor, heads: int, dim: int) -> Tensor:
  t = __torch__.wide(x).view([x.size(0), -1, dim])
  return torch.repeat_interleave(t, heads // t.size(1), 1).transpose(0, 1)

# the gradient of keys [m, key heads dim] from one of each query head [heads, m, dim]
def key_heads(d: Tensor, like: Tensor) -> Tensor:
  m = like.size(0)
  dim = d.size(2)
  shared = like.size(1) // dim
  t = d.transpose(0, 1).reshape([m, shared, -1, dim])
  return torch.sum(t, [2]).view(like.size()).to(like.dtype)

