# The ops once more, forward alone and in plain steps; their gradients are autograd's. The reference of OpsTest.
class M(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def norm(self: __torch__.M, x: Tensor, w: Tensor, dy: Tensor) -> List[Tensor]:
    torch.set_grad_enabled(True)
    a = x.clone().requires_grad_()
    b = w.clone().requires_grad_()
    y = a * torch.rsqrt((a * a).mean([1], True) + 1e-5) * b
    return __torch__.with_gradients(y, [a, b], dy)
  # low-rank additions on the first 5 and the last 4 of 12 outputs
  def linear(self: __torch__.M, x: Tensor, w: Tensor, la: Tensor, lb: Tensor, dy: Tensor) -> List[Tensor]:
    torch.set_grad_enabled(True)
    a = x.clone().requires_grad_()
    m = w.clone().requires_grad_()
    p = la.clone().requires_grad_()
    q = lb.clone().requires_grad_()
    r = lb.size(1)
    one = torch.matmul(torch.matmul(a, p[0:r].t()), q[0:5].t())
    two = torch.matmul(torch.matmul(a, p[r:].t()), q[5:].t())
    none = torch.zeros([x.size(0), 3])
    y = torch.matmul(a, m.t()) + torch.cat([one, none, two], 1) * 0.5
    return __torch__.with_gradients(y, [a, m, p, q], dy)
  def attention(self: __torch__.M, x: Tensor, cos: Tensor, sin: Tensor, lens: Tensor, dy: Tensor) -> List[Tensor]:
    torch.set_grad_enabled(True)
    n = annotate(List[int], lens.tolist())
    a = x.clone().requires_grad_()
    prefix = n[0]
    outs = annotate(List[Tensor], [])
    at = prefix
    for i in range(1, len(n)):
      s = torch.cat([a[0:prefix], a[at:at + n[i]]], 0)
      o = __torch__.attend(s, cos.clone(), sin.clone())
      if i == 1:
        outs.append(o[0:prefix])
      outs.append(o[prefix:])
      at = at + n[i]
    return __torch__.with_gradients(torch.cat(outs, 0), [a], dy)
  def swiglu(self: __torch__.M, x: Tensor, dy: Tensor) -> List[Tensor]:
    torch.set_grad_enabled(True)
    a = x.clone().requires_grad_()
    g, u = torch.chunk(a, 2, 1)
    return __torch__.with_gradients(torch.sigmoid(g) * g * u, [a], dy)
  def cross_entropy(self: __torch__.M, h: Tensor, w: Tensor, t: Tensor) -> List[Tensor]:
    torch.set_grad_enabled(True)
    a = h.clone().requires_grad_()
    b = w.clone().requires_grad_()
    p = torch.log_softmax(torch.matmul(a, b.t()), 1)
    y = p.gather(1, t.unsqueeze(1)).sum().neg()
    return __torch__.with_gradients(y, [a, b], torch.ones([]))

def with_gradients(y: Tensor, of: List[Tensor], dy: Tensor) -> List[Tensor]:
  out = [y.detach()]
  for g in torch.autograd.grad([y], of, annotate(List[Optional[Tensor]], [dy])):
    assert g is not None
    out.append(g)
  torch.set_grad_enabled(False)
  return out

# 4 query heads of width 8 over 2 of keys and values
def attend(s: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
  n = s.size(0)
  c = cos[0:n].unsqueeze(1)
  d = sin[0:n].unsqueeze(1)
  qk = s[:, 0:48].reshape([n, 6, 8])
  v = s[:, 48:64].reshape([n, 2, 8]).repeat_interleave(2, 1)
  a, b = torch.chunk(qk, 2, 2)
  qk = torch.cat([a * c - b * d, b * c + a * d], 2)
  q = qk[:, 0:4]
  k = qk[:, 4:6].repeat_interleave(2, 1)
  score = torch.einsum("ihd,jhd->hij", [q, k]) / 8. ** 0.5
  later = torch.triu(torch.ones([n, n]), 1).to(11)
  p = torch.softmax(score.masked_fill(later, -inf), 2)
  return torch.einsum("hij,jhd->ihd", [p, v]).reshape([n, 32])
