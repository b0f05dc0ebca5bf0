# Matrices whose values are whole steps apart, as those of files with 4 or 8 bits a weight are: of each 32 neighbours in a row
# the codes, the step and the value of code 8 say the same in a fifth of the bytes, and a product of few rows takes as long as
# reading them does.
  # [codes packed as libtorch's product wants them, step and middle of each 32]; [] for any other matrix. Codes of 8 bits are two
  # matrices of 4 side by side, the higher bits first, for x twice side by side.
  def steps(self: __torch__.M, w: Tensor) -> List[Tensor]:
    none = annotate(List[Tensor], [])
    n = w.size(0)
    k = w.size(1)
    if n % 16 != 0 or k % 32 != 0 or w.dtype != 6:
      return none
    codes = torch.empty([n, k], dtype=0)
    size = torch.empty([n, k // 32])
    low = torch.empty([n, k // 32])
    i = 0
    while i < n:
      m = min(n - i, 16)
      if i > 0:
        m = min(n - i, 512)
      found = __torch__.codes_of(w.narrow(0, i, m).reshape([-1, 32]))
      if len(found) == 0:
        return none
      codes.narrow(0, i, m).copy_(found[0].view([m, k]))
      size.narrow(0, i, m).copy_(found[1].view([m, -1]))
      low.narrow(0, i, m).copy_(found[2].view([m, -1]))
      i = i + m
    q = codes.to(3)
    if torch.max(codes).item() <= 15:
      return [__torch__.packed4(q), __torch__.sizes(size, low.add(size, alpha=8.))]
    both = torch.cat([torch.bitwise_right_shift(q, 4), torch.bitwise_and(q, 15)], 1)
    high = __torch__.sizes(size.mul(16.), low.add(size, alpha=128.))
    return [__torch__.packed4(both), torch.cat([high, __torch__.sizes(size, size.mul(8.))], 0)]


# ---- functions ------------------------------------------------------------------------------------------------------

# of rows of 32 values their codes, steps and least values; [] where one row has no step
def codes_of(v: Tensor) -> List[Tensor]:
  low = torch.amin(v, [1], True)
  spread = torch.amax(v, [1], True).sub(low)
  big = torch.amax(v.abs(), [1], True)
  step = torch.ones_like(low)
  codes = torch.zeros_like(v)
  open = torch.gt(spread, 0.)
  # what rounding a file's step times code, and its sum with a least value, may have taken away
  near = big.mul(4.76837158203125e-07)
  # over the spread or the largest magnitude; those that files are made with first
  for parts in [15, -8, -127, 31, -16, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]:
    if not bool(torch.any(open)):
      return [codes, step, low]
    d = spread
    if parts < 0:
      d = big
    d = d.div(float(abs(parts))).to(5).to(6).clamp_min_(1e-10)
    c = v.sub(low).div_(d).round_()
    off = torch.amax(c.mul(d).add_(low).sub_(v).abs_(), [1], True)
    fits = torch.logical_and(torch.logical_and(open, torch.le(off, near)), torch.le(torch.amax(c, [1], True), 255.))
    step = torch.where(fits, d, step)
    codes = torch.where(fits, c, codes)
    open = torch.logical_and(open, torch.logical_not(fits))
  if bool(torch.any(open)):
    return annotate(List[Tensor], [])
  return [codes, step, low]

# [groups, rows, 2]
def sizes(step: Tensor, middle: Tensor) -> Tensor:
  return torch.stack([step.t(), middle.t()], 2).contiguous()

def packed4(q: Tensor) -> Tensor:
  return ops.aten._convert_weight_to_int4pack_for_cpu(q, 1)

# x w^T + bias; a bias of no elements is none
def steps_product(x: Tensor, packed: Tensor, sizes: Tensor, bias: List[Tensor]) -> Tensor:
  z = x
  if sizes.size(0) * 32 > x.size(1):
    z = torch.cat([x, x], 1)
  y = ops.aten._weight_int4pack_mm_for_cpu(z, packed, 32, sizes)
  if len(bias) > 0 and bias[0].numel() > 0:
    y.add_(bias[0])
  return y
