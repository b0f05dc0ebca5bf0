# Ops that encoders alone need.
  # disentangled attention: q, k, v [n, heads * d], keys and queries of the relative places [places, heads * d] or nothing;
  # spans as in attention.py; bucket: the place of each distance (query less key), from the smallest on
  def disentangled_f(self: __torch__.M, ins: List[Tensor], spans: List[int], bucket: Tensor, heads: int, c2p: bool, p2c: bool, scale: float) -> List[Tensor]:
    out = torch.zeros([ins[0].size(0), ins[2].size(1)], dtype=ins[0].dtype, device=ins[0].device)
    for s in range(len(spans) // 6):
      span = spans[6 * s:6 * s + 6]
      p, index = __torch__.disentangled(ins, span, bucket, heads, c2p, p2c, scale)
      v = __torch__.by_head(ins[2].narrow(0, span[2], span[3]), heads)
      out.narrow(0, span[0], span[1]).copy_(torch.matmul(p, v).transpose(0, 1).reshape([span[1], -1]))
    return [out]
  def disentangled_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, spans: List[int], bucket: Tensor, heads: int, c2p: bool, p2c: bool, scale: float) -> List[Tensor]:
    grads = annotate(List[Tensor], [])
    for x in ins:
      grads.append(torch.zeros(x.size(), dtype=__torch__.wide_type(x), device=x.device))
    for s in range(len(spans) // 6):
      span = spans[6 * s:6 * s + 6]
      n = span[1]
      p, index = __torch__.disentangled(ins, span, bucket, heads, c2p, p2c, scale)
      q = __torch__.by_head(ins[0].narrow(0, span[0], n), heads)
      k = __torch__.by_head(ins[1].narrow(0, span[0], n), heads)
      v = __torch__.by_head(ins[2].narrow(0, span[0], n), heads)
      d = __torch__.by_head(__torch__.wide(dys[0].narrow(0, span[0], n)), heads)
      grads[2].narrow(0, span[0], n).add_(torch.matmul(p.transpose(1, 2), d).transpose(0, 1).reshape([n, -1]))
      ds = torch.matmul(d, v.transpose(1, 2)).mul_(p)
      ds = ds.sub_(p.mul(torch.sum(ds, [2], True))).mul_(scale).masked_fill_(__torch__.beyond(span, q), 0.)
      dq = torch.matmul(ds, k)
      dk = torch.matmul(ds.transpose(1, 2), q)
      j = 3
      if c2p:
        r = __torch__.by_head(ins[j], heads)
        t = torch.zeros([heads, n, r.size(1)], dtype=ds.dtype, device=ds.device).scatter_add_(2, index.expand([heads, n, n]), ds)
        dq.add_(torch.matmul(t, r))
        grads[j].add_(torch.matmul(t.transpose(1, 2), q).transpose(0, 1).reshape([r.size(1), -1]))
        j = j + 1
      if p2c:
        r = __torch__.by_head(ins[j], heads)
        t = torch.zeros([heads, n, r.size(1)], dtype=ds.dtype, device=ds.device).scatter_add_(2, index.t().expand([heads, n, n]), ds.transpose(1, 2))
        dk.add_(torch.matmul(t, r))
        grads[j].add_(torch.matmul(t.transpose(1, 2), k).transpose(0, 1).reshape([r.size(1), -1]))
      grads[0].narrow(0, span[0], n).add_(dq.transpose(0, 1).reshape([n, -1]))
      grads[1].narrow(0, span[0], n).add_(dk.transpose(0, 1).reshape([n, -1]))
    out = annotate(List[Tensor], [])
    for i in range(len(ins)):
      out.append(grads[i].to(ins[i].dtype))
    return out

  # each position beside its neighbours: x [n, w] into [n, width * w], zeros beyond a sequence's ends
  def neighbours_f(self: __torch__.M, ins: List[Tensor], spans: List[int], width: int) -> List[Tensor]:
    x = ins[0]
    out = torch.zeros([x.size(0), width, x.size(1)], dtype=x.dtype, device=x.device)
    for s in range(len(spans) // 6):
      a = spans[6 * s]
      n = spans[6 * s + 1]
      for t in range(width):
        shift = t - (width - 1) // 2
        m = n - abs(shift)
        if m > 0:
          out.select(1, t).narrow(0, a + max(0, -shift), m).copy_(x.narrow(0, a + max(0, shift), m))
    return [out.view([x.size(0), -1])]
  def neighbours_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, spans: List[int], width: int) -> List[Tensor]:
    d = dys[0].view([dys[0].size(0), width, -1])
    out = torch.zeros([d.size(0), d.size(2)], dtype=d.dtype, device=d.device)
    for s in range(len(spans) // 6):
      a = spans[6 * s]
      n = spans[6 * s + 1]
      for t in range(width):
        shift = t - (width - 1) // 2
        m = n - abs(shift)
        if m > 0:
          out.narrow(0, a + max(0, shift), m).add_(d.select(1, t).narrow(0, a + max(0, -shift), m))
    return [out]
  # [out, in, width] into [width * in, out]
  def kernel_f(self: __torch__.M, ins: List[Tensor]) -> List[Tensor]:
    return [ins[0].permute([2, 1, 0]).reshape([-1, ins[0].size(0)]).clone()]
  def kernel_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int) -> List[Tensor]:
    w = ins[0]
    return [dys[0].view([w.size(2), w.size(1), w.size(0)]).permute([2, 1, 0]).contiguous()]

  # sum over segments of -log softmax of a segment's scores at its target; segments: first row, rows, target
  def span_loss_f(self: __torch__.M, ins: List[Tensor], segments: List[int]) -> List[Tensor]:
    x = __torch__.wide(ins[0]).view([-1])
    loss = torch.zeros([], dtype=x.dtype, device=x.device)
    for i in range(len(segments) // 3):
      if segments[3 * i + 2] >= 0:
        p = torch.log_softmax(x.narrow(0, segments[3 * i], segments[3 * i + 1]), 0)
        loss.sub_(p[segments[3 * i + 2]])
    return [loss]
  def span_loss_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, segments: List[int]) -> List[Tensor]:
    x = __torch__.wide(ins[0]).view([-1])
    g = torch.zeros_like(x)
    for i in range(len(segments) // 3):
      if segments[3 * i + 2] >= 0:
        part = g.narrow(0, segments[3 * i], segments[3 * i + 1])
        part.copy_(torch.softmax(x.narrow(0, segments[3 * i], segments[3 * i + 1]), 0))
        part[segments[3 * i + 2]].sub_(1.)
    return [g.mul_(dys[0]).view(ins[0].size()).to(ins[0].dtype)]


# ---- functions ------------------------------------------------------------------------------------------------------

# [heads, n, d]
def by_head(x: Tensor, heads: int) -> Tensor:
  return __torch__.wide(x).view([x.size(0), heads, -1]).transpose(0, 1)

def disentangled(ins: List[Tensor], span: List[int], bucket: Tensor, heads: int, c2p: bool, p2c: bool, scale: float) -> Tuple[Tensor, Tensor]:
  n = span[1]
  q = __torch__.by_head(ins[0].narrow(0, span[0], n), heads)
  k = __torch__.by_head(ins[1].narrow(0, span[0], n), heads)
  at = torch.arange(n, device=q.device)
  index = bucket.index_select(0, at.unsqueeze(1).sub(at.unsqueeze(0)).add_((bucket.size(0) - 1) // 2).view([-1])).view([n, n])
  s = torch.matmul(q, k.transpose(1, 2))
  j = 3
  if c2p:
    s.add_(torch.matmul(q, __torch__.by_head(ins[j], heads).transpose(1, 2)).gather(2, index.expand([heads, n, n])))
    j = j + 1
  if p2c:
    s.add_(torch.matmul(k, __torch__.by_head(ins[j], heads).transpose(1, 2)).gather(2, index.t().expand([heads, n, n])).transpose(1, 2))
  return (torch.softmax(s.mul_(scale).masked_fill_(__torch__.beyond(span, q), -3e38), 2), index)

# pairs of which one is padding
def beyond(span: List[int], q: Tensor) -> Tensor:
  at = torch.arange(span[1], device=q.device)
  padding = torch.logical_or(torch.lt(at, span[4]), torch.ge(at, span[5]))
  return torch.logical_or(padding.unsqueeze(0), padding.unsqueeze(1))
