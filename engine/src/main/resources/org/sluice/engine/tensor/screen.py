# The token with the highest score without reading the whole output matrix in float.
  # packed in half, for products with rows in float
  def screen_half(self: __torch__.M, w: Tensor) -> __torch__.torch.classes.quantized.LinearPackedParamsBase:
    return ops.quantized.linear_prepack_fp16(w, annotate(Optional[Tensor], None))
  # Of each row w how far its product with x in half may lie from that in float, over |x|: the length of what rounding took
  # away, and what two sums in float may be wrong by.
  def screen_errors(self: __torch__.M, w: Tensor) -> Tensor:
    out = torch.empty([w.size(0)], dtype=6, device=w.device)
    i = 0
    while i < w.size(0):
      n = min(4096, w.size(0) - i)
      x = w.narrow(0, i, n)
      lost = x.clamp(-65504., 65504.).to(5).to(6).sub_(x)
      sums = torch.linalg_vector_norm(x, 2, [1]).mul_(float(x.size(1)) / 8388608.)
      out.narrow(0, i, n).copy_(torch.linalg_vector_norm(lost, 2, [1]).add_(sums))
      i = i + n
    return out
  # argmax of x head^T + bias for one row x: those rows alone are computed in float that may be the highest by their errors
  def screened(self: __torch__.M, x: Tensor, half: __torch__.torch.classes.quantized.LinearPackedParamsBase, errors: Tensor, head: Tensor, bias: List[Tensor]) -> Tensor:
    s = ops.quantized.linear_dynamic_fp16(x, half).view([-1])
    if len(bias) > 0:
      s.add_(bias[0])
    e = errors.mul(torch.linalg_vector_norm(x))
    least = torch.max(s.sub(e))
    near = torch.nonzero(torch.ge(s.add_(e), least)).view([-1])
    if near.size(0) == 1:
      return near
    if near.size(0) == 0:
      return torch.argmax(__torch__.scores(x, head, bias, 0.), 1)
    t = torch.mm(x, head.index_select(0, near).t())
    if len(bias) > 0:
      t.add_(bias[0].index_select(0, near))
    return near.index_select(0, torch.argmax(t, 1))


# ---- functions ------------------------------------------------------------------------------------------------------
