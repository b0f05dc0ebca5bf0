# Starts of LoRA's factors that look at data or at a matrix's singular vectors; called by Factoring.
  # MiCA: the left singular vectors of the r smallest singular values
  def last_singular(self: __torch__.M, w: Tensor, r: int) -> Tensor:
    u, s, t = torch.linalg_svd(w.cpu(), False)
    return u.narrow(1, u.size(1) - r, r).contiguous().to(w.device)
  # CorDA: adds what one sample's inputs x have in common to the sum
  def add_covariance(self: __torch__.M, sum: Tensor, x: Tensor) -> None:
    y = x.to(6)
    y = y.div(torch.max(y).abs())
    sum.addmm_(y.t(), y)
    return None
  # W C = U S V: A = sqrt(S / s) V C⁻¹, B = U sqrt(S / s), of the first or the last singular triplets; C is damped until its inverse is one
  def covariance_factors(self: __torch__.M, w: Tensor, sum: Tensor, samples: int, r: int, last: bool, s: float) -> List[Tensor]:
    c = sum.cpu().div(float(samples))
    eye = torch.eye(c.size(0))
    share = 0.01
    fixed = c.add(eye, alpha=float(torch.mean(torch.diagonal(c)).item()) * share)
    inverse = torch.linalg_inv(fixed)
    while float(torch.dist(torch.mm(fixed, inverse), eye).item()) >= 0.05:
      share = share * 2.
      fixed = c.add(eye, alpha=float(torch.mean(torch.diagonal(c)).item()) * share)
      inverse = torch.linalg_inv(fixed)
    u, v, t = torch.linalg_svd(torch.mm(w.cpu(), fixed), False)
    first = 0
    if last:
      first = v.size(0) - r
    root = v.narrow(0, first, r).div(s).sqrt()
    a = torch.mm(t, inverse).narrow(0, first, r).mul(root.unsqueeze(1))
    return [a.contiguous().to(w.device), u.narrow(1, first, r).mul(root).contiguous().to(w.device)]
  # LoRA-GA: of the gradient's 2 r first singular triplets right ones for A, left ones times their value for B
  def gradient_factors(self: __torch__.M, g: Tensor, count: int, r: int, right: List[int], left: List[int], key: int) -> List[Tensor]:
    u, v, t = __torch__.svd_low(g.cpu().div(float(count)), min(4 * r, min(g.size(0), g.size(1))), key)
    a = t.index_select(0, torch.tensor(right))
    at = torch.tensor(left)
    b = u.index_select(1, at).mul(v.index_select(0, at))
    return [a.contiguous().to(g.device), b.contiguous().to(g.device), v.index_select(0, at).to(g.device)]
  def largest_singular(self: __torch__.M, w: Tensor, r: int, key: int) -> Tensor:
    u, v, t = __torch__.svd_low(w.cpu(), r, key)
    return v.narrow(0, 0, 1)
  # EVA: a step of incremental principal components (Ross et al. 2008) over inputs x [n, in]. state: none, or what this gave
  # before: components [k, in], singular values [k], mean and variance [in], rows seen [1], share of the variance [k]
  def components(self: __torch__.M, state: List[Tensor], x: Tensor, k: int, key: int) -> List[Tensor]:
    y = x.to(7).cpu()
    n = float(y.size(0))
    sum = torch.sum(y, [0])
    own = torch.sum(y.sub(sum.div(n)).square(), [0])
    if len(state) == 0:
      mean = sum.div(n)
      variance = own.div(n)
      seen = n
      z = y.sub(mean).to(6)
    else:
      before = float(state[4].item())
      seen = before + n
      last = state[2].mul(before)
      ratio = before / n
      mean = last.add(sum).div(seen)
      variance = state[3].mul(before).add(own).add(last.div(ratio).sub(sum).square().mul(ratio / seen)).div(seen)
      shift = state[2].sub(sum.div(n)).mul((before / seen * n) ** 0.5)
      z = torch.cat([state[0].mul(state[1].unsqueeze(1)), y.sub(sum.div(n)), shift.unsqueeze(0)], 0)
    u, v, t = __torch__.svd_low(z, 2 * k, key)
    v = v.to(7)
    t = t.to(7)
    at = torch.argmax(t.abs(), 1, True)
    t = t.mul(torch.sign(t.gather(1, at)))
    share = v.square().div(torch.sum(variance.mul(seen)))
    c = min(k, v.size(0))
    return [t.narrow(0, 0, c), v.narrow(0, 0, c), mean, variance, torch.full([1], seen, dtype=7), share.narrow(0, 0, c)]
  # how like each component is to the one before: cosines
  def alike(self: __torch__.M, one: Tensor, other: Tensor) -> Tensor:
    return torch.cosine_similarity(one, other, 1).to(6)


# ---- functions ------------------------------------------------------------------------------------------------------

# U, S, Vᵀ of q directions (Halko et al. 2009, algorithm 5.1, four iterations), as torch.svd_lowrank: the first step of
# components is in float as PEFT's is, which draws other directions than one in double
def svd_low(x: Tensor, q: int, key: int) -> Tuple[Tensor, Tensor, Tensor]:
  tall = x
  if x.size(0) < x.size(1):
    tall = x.t()
  g = torch.Generator(device=torch.device("cpu"), seed=key)
  basis, t = torch.linalg_qr(torch.mm(tall, torch.randn([tall.size(1), q], generator=g, dtype=x.dtype)), "reduced")
  for i in range(4):
    basis, t = torch.linalg_qr(torch.mm(tall.t(), basis), "reduced")
    basis, t = torch.linalg_qr(torch.mm(tall, basis), "reduced")
  u, s, v = torch.linalg_svd(torch.mm(basis.t(), tall), False)
  u = torch.mm(basis, u)
  if x.size(0) < x.size(1):
    return (v.t(), s, u.t())
  return (u, s, v)
