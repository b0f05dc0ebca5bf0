# All layers of one step of generation in one call: what each op costs beside its arithmetic is most of a step of few rows.
  # As rms norm, q k v, attention to the cache, out, rms norm, SwiGLU one after another. A layer has two gains, and four
  # products: each a matrix turned [in, out], the same reordered, a bias and the factors A and B (turned, B times the scale), of no
  # elements where there is none; forms is empty where no matrix is reordered. x [rows, w] f; keys, values and step as cache_attention has them.
  def decode_layers(self: __torch__.M, x: Tensor, gains: List[Tensor], matrices: List[Tensor], forms: List[Tensor], biases: List[Tensor], factors: List[Tensor], keys: List[Tensor], values: List[Tensor], step: List[Tensor], eps: float, nq: int, nk: int, dim: int) -> Tensor:
    dt = biases[0].dtype
    h = x
    for i in range(len(keys)):
      qkv = __torch__.layer_product(__torch__.norm(h, __torch__.rstd(h, eps), gains[2 * i], dt), matrices, forms, biases, factors, 4 * i)
      a = __torch__.cached(qkv, keys[i], values[i], step, nq, nk, dim)
      h = h.add(__torch__.layer_product(a, matrices, forms, biases, factors, 4 * i + 1))
      gu = __torch__.layer_product(__torch__.norm(h, __torch__.rstd(h, eps), gains[2 * i + 1], dt), matrices, forms, biases, factors, 4 * i + 2)
      w = gu.size(1) // 2
      s = torch.silu(gu.narrow(1, 0, w)).mul_(gu.narrow(1, w, w))
      h.add_(__torch__.layer_product(s, matrices, forms, biases, factors, 4 * i + 3))
    return h
  # a matrix as products of the fused layers take it
  def turn_matrix(self: __torch__.M, w: List[Tensor], rows: int, dt: int) -> Tensor:
    return __torch__.dense(w, rows, dt).t()
  def turn_factor(self: __torch__.M, f: Tensor, scale: float) -> Tensor:
    return f.mul(scale).t()


# ---- functions ------------------------------------------------------------------------------------------------------

def layer_product(x: Tensor, matrices: List[Tensor], forms: List[Tensor], biases: List[Tensor], factors: List[Tensor], i: int) -> Tensor:
  if len(forms) > 0 and forms[i].numel() > 0:
    y = __torch__.reordered_product(x, forms[i], matrices[i].t(), biases[i:i + 1])
  elif biases[i].numel() > 0:
    y = torch.addmm(biases[i], x, matrices[i])
  else:
    y = torch.mm(x, matrices[i])
  if factors[2 * i].numel() > 0:
    y.addmm_(torch.mm(x, factors[2 * i]), factors[2 * i + 1])
  return y
