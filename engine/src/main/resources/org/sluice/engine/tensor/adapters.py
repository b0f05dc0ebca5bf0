# How fine-tuning methods change a weight: W' = f(W, parameters). Java adds to each function NAME(w, p, n) two methods: NAME_f,
# its value, and NAME_b, the gradients of its first n[0] parameters by libtorch's autograd.
#
# w: the weight, float: [out, in] of a linear layer, [tokens, width] of an embedding, [width] of a norm or a bias.
# p: what is trained, then what is constant. n: numbers; n[0] is how many of p are trained.

class M(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def rows(self: __torch__.M, x: Tensor, first: int, count: int) -> Tensor:
    return x.narrow(0, first, count).to(6)
  def with_rows(self: __torch__.M, x: Tensor, pieces: List[Tensor], firsts: List[int]) -> Tensor:
    y = x.to(6, copy=True)
    for i in range(len(firsts)):
      y.narrow(0, firsts[i], pieces[i].size(0)).copy_(pieces[i])
    return y
  def add_all(self: __torch__.M, to: List[Tensor], what: List[Tensor]) -> None:
    torch._foreach_add_(to, what)
    return None
  def difference(self: __torch__.M, changed: Tensor, base: Tensor, dt: int) -> Tensor:
    return changed.sub(base).to(dt)
  def difference_f(self: __torch__.M, y: Tensor, x: Tensor, d: Tensor, masks: List[Tensor], firsts: List[int], counts: List[int]) -> None:
    for i in range(len(firsts)):
      y.narrow(1, firsts[i], counts[i]).add_(torch.mm(__torch__.masked(x, masks, i), d.narrow(0, firsts[i], counts[i]).t()))
    return None
  def difference_b(self: __torch__.M, dx: List[Tensor], dy: Tensor, x: Tensor, d: Tensor, dw: Tensor, masks: List[Tensor], firsts: List[int], counts: List[int]) -> None:
    for i in range(len(firsts)):
      g = dy.narrow(1, firsts[i], counts[i])
      if len(dx) > 0:
        dx[0].add_(__torch__.masked(torch.mm(g, d.narrow(0, firsts[i], counts[i])), masks, i))
      dw.narrow(0, firsts[i], counts[i]).add_(torch.mm(g.t(), __torch__.masked(x, masks, i)))
    return None

  def with_low_rank(self: __torch__.M, w: Tensor, lora: List[Tensor], s: float) -> Tensor:
    return torch.addmm(w.to(6), lora[1].to(6), lora[0].to(6), alpha=s)
  def product(self: __torch__.M, b: Tensor, a: Tensor) -> Tensor:
    return torch.mm(b, a)
  # factorings: A, B. On the CPU: not every library for graphics processors comes with a solver
  def top_singular(self: __torch__.M, w: Tensor, r: int, s: float) -> List[Tensor]:
    u, v, t = torch.linalg_svd(w.cpu(), False)
    root = v.narrow(0, 0, r).div(s).sqrt()
    a = root.unsqueeze(1).mul(t.narrow(0, 0, r)).contiguous()
    return [a.to(w.device), u.narrow(1, 0, r).mul(root).contiguous().to(w.device)]
  def top_orthogonal(self: __torch__.M, w: Tensor, r: int) -> List[Tensor]:
    q, t = torch.linalg_qr(w.cpu(), "reduced")
    return [t.narrow(0, 0, r).contiguous().to(w.device), q.narrow(1, 0, r).contiguous().to(w.device)]
  def random_projections(self: __torch__.M, like: Tensor, key: int, r: int, wide: int, high: int) -> List[Tensor]:
    g = torch.Generator(device=torch.device("cpu"), seed=key)
    a = (6. / float(wide)) ** 0.5
    b = (6. / float(r)) ** 0.5
    one = torch.empty([r, wide]).uniform_(-a, a, generator=g)
    two = torch.empty([high, r]).uniform_(-b, b, generator=g)
    return [one.to(like.device), two.to(like.device)]
  # |P Pᵀ - I| of rows P; its gradient is 2 (P Pᵀ - I) P / |P Pᵀ - I|
  def orthogonality(self: __torch__.M, all: Tensor, grad: Tensor, first: int, rows: int, columns: bool, factor: float) -> Tensor:
    m = all.narrow(0, first, rows)
    if columns:
      m = m.t()
    c = torch.mm(m, m.t()) - torch.eye(m.size(0), device=m.device)
    norm = torch.linalg_vector_norm(c)
    if factor != 0.:
      d = torch.mm(c, m).mul_(2. * factor).div_(norm)
      if columns:
        d = d.t()
      grad.narrow(0, first, rows).add_(d)
    return norm

# ---- functions ------------------------------------------------------------------------------------------------------

# ---- the whole tensor, trained in place of the base's
def replace(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  return p[0]

# ---- LoRA (Hu et al. 2021): W + s B A; p = A [r, in], B [out, r]; n = _, s
def lora(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  return w + n[1] * torch.mm(p[1], p[0])

# beside what pissa or olora took out of the base: W + s (B A - B0 A0); p = A, B, A0, B0; n = _, s
def lora_beside(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  return w + n[1] * (torch.mm(p[1], p[0]) - torch.mm(p[3], p[2]))

# on the base that loftq left: Q + s B A; p = A, B, Q; n = _, s
def lora_on(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  return p[2] + n[1] * torch.mm(p[1], p[0])

# the bias of B (lora_bias): b + s b_B; p = b_B [out]; n = _, s
def lora_bias(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  return w + n[1] * p[0]

# of an embedding [tokens, width]: W + s (B A)ᵀ; p = A [r, tokens], B [width, r]; n = _, s
def lora_embedding(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  return w + n[1] * torch.mm(p[1], p[0]).t()

# of expert e of E: A [E r, in], rows expert by expert; B [out, r E], the expert running fastest; n = _, s, E, e
def lora_expert(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  experts = int(n[2])
  e = int(n[3])
  a = p[0].view([experts, -1, p[0].size(1)]).select(0, e)
  b = p[1].view([p[1].size(0), -1, experts]).select(2, e)
  return w + n[1] * torch.mm(b, a)

# ---- DoRA (Liu et al. 2024): m (W + s B A) / |W + s B A| by rows, the norm a constant for the gradient; p = A, B, m [out]
def dora(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  v = w + n[1] * torch.mm(p[1], p[0])
  norm = torch.linalg_vector_norm(v.detach(), 2, [1])
  return v * (p[2] / norm).unsqueeze(1)

# of an embedding, by columns; p = A [r, tokens], B [width, r], m [width]
def dora_embedding(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  v = w + n[1] * torch.mm(p[1], p[0]).t()
  norm = torch.linalg_vector_norm(v.detach(), 2, [0])
  return v * (p[2] / norm).unsqueeze(0)

# ---- AdaLoRA (Zhang et al. 2023): W + s B (E * A); p = A [r, in], B [out, r], E [r, 1]; n = _, s
def adalora(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  return w + n[1] * torch.mm(p[1], p[0] * p[2])

# ---- (IA)³ (Liu et al. 2022): outputs, or inputs of a feed-forward layer, are scaled; p = l
def ia3(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  return w * p[0]

def ia3_bias(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  return w * p[0].view([-1])

# ---- LoHa (Hyeon-Woo et al. 2022): W + s (w1a w1b) * (w2a w2b); n = _, s
def loha(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  return w + n[1] * torch.mm(p[0], p[1]) * torch.mm(p[2], p[3])

# ---- LoKr (Yeh et al. 2024): W + s kron(w1, w2), each whole or a product of two; n = _, s, factors of w1
def lokr(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  first = int(n[2])
  one = __torch__.product(p[0:first])
  two = __torch__.product(p[first:])
  return w + n[1] * torch.kron(one, two)

def product(p: List[Tensor]) -> Tensor:
  if len(p) == 1:
    return p[0]
  return torch.mm(p[0], p[1])

# ---- VeRA (Kopiczko et al. 2024): W + diag(b) B diag(d) A; p = b [out], d [r], shared A [r, >= in], B [>= out, r]
def vera(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  a = p[2].narrow(1, 0, w.size(1)) * p[1].unsqueeze(1)
  b = p[3].narrow(0, 0, w.size(0)) * p[0].unsqueeze(1)
  return w + torch.mm(b, a)

# ---- OFT (Qiu et al. 2023): W Rᵀ, R of orthogonal blocks on the diagonal; p = upper triangles [blocks or 1, b(b-1)/2];
# n = _, block size b, terms of the Neumann series or 0 for the exact Cayley transform, bound of COFT or 0
def oft(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  b = int(n[1])
  r = __torch__.rotation(p[0], b, int(n[2]))
  blocks = w.size(1) // b
  x = w.view([w.size(0), blocks, b])
  return torch.einsum("orc,rkc->ork", [x, r.expand([blocks, b, b])]).reshape(w.size())

def skew(v: Tensor, b: int) -> Tensor:
  at = torch.triu_indices(b, b, 1, device=v.device)
  m = torch.zeros([v.size(0), b * b], dtype=v.dtype, device=v.device)
  m = m.index_copy(1, at[0] * b + at[1], v).view([-1, b, b])
  return m - m.transpose(1, 2)

def rotation(v: Tensor, b: int, terms: int) -> Tensor:
  q = __torch__.skew(v, b)
  eye = torch.eye(b, dtype=v.dtype, device=v.device).expand([v.size(0), b, b])
  if terms == 0:
    return torch.linalg_solve((eye + q).cpu(), (eye - q).cpu(), left=False).to(v.device)
  r = eye
  if terms > 1:
    r = r + 2. * q
    if terms > 2:
      power = torch.bmm(q, q)
      r = r + 2. * power
      for i in range(3, terms - 1):
        power = torch.bmm(power, q)
        r = r + 2. * power
      r = r + torch.bmm(power, q)
  return r

# ---- rows of an embedding in place of the base's; p = rows [k, width], their numbers [k] i64
def tokens(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  return w.index_copy(0, p[1], p[0])

# ---- encoders of prompts; w means nothing. Linear layers are W [out, in], b [out]
# p = E [tokens, width], then three layers with ReLU between
def prompt_mlp(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  h = torch.relu(torch.addmm(p[2], p[0], p[1].t()))
  h = torch.relu(torch.addmm(p[4], h, p[3].t()))
  return torch.addmm(p[6], h, p[5].t())

# p = E, then two layers with tanh between
def prefix_mlp(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  h = torch.tanh(torch.addmm(p[2], p[0], p[1].t()))
  return torch.addmm(p[4], h, p[3].t())

# p = E, a bidirectional LSTM's weights layer by layer, then two layers with ReLU between; n = _, layers, width of a state
def prompt_lstm(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  layers = int(n[1])
  last = 1 + 8 * layers
  y = p[0]
  for i in range(layers):
    at = 1 + 8 * i
    ahead = __torch__.lstm(y, p[at:at + 4], False)
    back = __torch__.lstm(y, p[at + 4:at + 8], True)
    y = torch.cat([ahead, back], 1)
  z = torch.relu(torch.addmm(p[last + 1], y, p[last].t()))
  return torch.addmm(p[last + 3], z, p[last + 2].t())

# one direction over rows x [rows, in]; p = W_ih [4 h, in], W_hh [4 h, h], b_ih, b_hh; gates in torch's order i, f, g, o.
# Written out because the library's own needs cuDNN on a graphics processor.
def lstm(x: Tensor, p: List[Tensor], backwards: bool) -> Tensor:
  size = p[1].size(1)
  given = torch.addmm(p[2] + p[3], x, p[0].t())
  h = torch.zeros([1, size], dtype=x.dtype, device=x.device)
  c = torch.zeros([1, size], dtype=x.dtype, device=x.device)
  out = annotate(List[Tensor], [])
  rows = x.size(0)
  for t in range(rows):
    at = t
    if backwards:
      at = rows - 1 - t
    gates = given.narrow(0, at, 1) + torch.mm(h, p[1].t())
    i, f, g, o = gates.chunk(4, 1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    h = torch.sigmoid(o) * torch.tanh(c)
    out.append(h)
  if backwards:
    out = out[::-1]
  return torch.cat(out, 0)

# [1, rows, width] as [rows, width]
def rows_of(w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
  return p[0].squeeze(0)

# ---- what the generated methods call -------------------------------------------------------------------------------

def leaves(p: List[Tensor], trained: int) -> List[Tensor]:
  out = annotate(List[Tensor], [])
  for i in range(len(p)):
    t = p[i].detach().clone()
    if i < trained:
      t = t.requires_grad_(True)
    out.append(t)
  return out

def pulled(y: Tensor, dy: Tensor, p: List[Tensor], trained: int) -> List[Tensor]:
  q = p[0:trained]
  total = torch.sum(y * dy.clone())
  found = torch.autograd.grad([total], q, None, None, False, True)
  out = annotate(List[Tensor], [])
  for i in range(len(q)):
    g = found[i]
    if g is None:
      out.append(torch.zeros_like(q[i]))
    else:
      out.append(g)
  return out

def masked(x: Tensor, masks: List[Tensor], i: int) -> Tensor:
  if len(masks) == 0:
    return x
  return x.mul(masks[i])
