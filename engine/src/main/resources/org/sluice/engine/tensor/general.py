# Ops of which architectures are made. X_f takes the inputs and gives the outputs, then what the backward pass wants;
# X_b takes the gradients of the outputs, the inputs, what was saved and a bit for each input whose gradient is wanted,
# and gives a gradient for each input. Java calls them through Tape.apply; each op's class has its formula and shapes.
# Types follow the inputs, so that tests may run in float64.
  def copy(self: __torch__.M, x: Tensor) -> Tensor:
    return x.clone()
  def add_to(self: __torch__.M, to: List[Tensor], x: Tensor) -> None:
    to[0].add_(x.view(to[0].size()))
    return None
  def zeros_as(self: __torch__.M, x: Tensor, shape: List[int]) -> Tensor:
    return torch.zeros(shape, dtype=x.dtype, device=x.device)
  def ones_like(self: __torch__.M, x: Tensor) -> Tensor:
    return torch.ones_like(x)

  # ---- norms
  def rms_f(self: __torch__.M, ins: List[Tensor], eps: float, plus: float, dt: int) -> List[Tensor]:
    w = ins[1].add(plus)
    x = __torch__.wide(ins[0]).view([-1, w.size(0)])
    r = __torch__.rstd(x, eps)
    return [x.mul(r).mul_(w).to(dt).view(ins[0].size()), r]
  def rms_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, eps: float, plus: float, dt: int) -> List[Tensor]:
    w = ins[1].add(plus)
    x = __torch__.wide(ins[0]).view([-1, w.size(0)])
    grad = annotate(List[Tensor], [])
    dw = torch.zeros_like(w)
    if need >= 2:
      grad.append(dw)
    dx = __torch__.norm_back(dys[0].view([-1, w.size(0)]), x, saved[0], w, annotate(List[Tensor], []), grad)
    return [dx.view(ins[0].size()).to(ins[0].dtype), dw]
  def layer_norm_f(self: __torch__.M, ins: List[Tensor], eps: float, dt: int) -> List[Tensor]:
    n = ins[1].size(0)
    x = __torch__.wide(ins[0]).view([-1, n])
    b = annotate(Optional[Tensor], None)
    if len(ins) > 2:
      b = ins[2]
    y, mean, r = torch.native_layer_norm(x, [n], ins[1], b, eps)
    return [y.to(dt).view(ins[0].size()), mean, r]
  def layer_norm_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, eps: float, dt: int) -> List[Tensor]:
    x = __torch__.wide(ins[0]).view([-1, ins[1].size(0)])
    n = (x.sub(saved[0])).mul_(saved[1])
    d = dys[0].to(x.dtype).view(x.size())
    g = d.mul(ins[1])
    dx = g.sub(torch.mean(g, [-1], True)).sub_(n.mul(torch.mean(g.mul(n), [-1], True))).mul_(saved[1])
    out = [dx.view(ins[0].size()).to(ins[0].dtype), torch.sum(d.mul(n), [0])]
    if len(ins) > 2:
      out.append(torch.sum(d, [0]))
    return out

  # ---- activations, by their number in Activation
  def act_f(self: __torch__.M, ins: List[Tensor], kind: int) -> List[Tensor]:
    return [__torch__.act(ins[0], kind)]
  def act_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, kind: int) -> List[Tensor]:
    return [__torch__.act_back(dys[0], ins[0], kind)]
  def gated_f(self: __torch__.M, ins: List[Tensor], kind: int) -> List[Tensor]:
    return [__torch__.act(ins[0], kind).mul_(ins[1])]
  def gated_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, kind: int) -> List[Tensor]:
    return [__torch__.act_back(dys[0].mul(ins[1]), ins[0], kind), __torch__.act(ins[0], kind).mul_(dys[0])]

  # ---- shapes
  # x [n, groups * sum(sizes)] into parts [n, groups * size]
  def split_f(self: __torch__.M, ins: List[Tensor], groups: int, sizes: List[int]) -> List[Tensor]:
    n = ins[0].size(0)
    x = ins[0].view([n, groups, -1])
    out = annotate(List[Tensor], [])
    at = 0
    for size in sizes:
      out.append(x.narrow(2, at, size).reshape([n, groups * size]).clone())
      at = at + size
    return out
  def split_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, groups: int, sizes: List[int]) -> List[Tensor]:
    n = dys[0].size(0)
    parts = annotate(List[Tensor], [])
    for d in dys:
      parts.append(d.view([n, groups, -1]))
    return [torch.cat(parts, 2).view([n, -1])]
  # parts [n, groups * width], or [n, width] for all groups alike, into [n, groups * sum(widths)]
  def join_f(self: __torch__.M, ins: List[Tensor], groups: int, widths: List[int]) -> List[Tensor]:
    n = ins[0].size(0)
    parts = annotate(List[Tensor], [])
    for i in range(len(widths)):
      parts.append(ins[i].view([n, -1, widths[i]]).expand([n, groups, widths[i]]))
    return [torch.cat(parts, 2).view([n, -1])]
  def join_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, groups: int, widths: List[int]) -> List[Tensor]:
    n = dys[0].size(0)
    d = dys[0].view([n, groups, -1])
    out = annotate(List[Tensor], [])
    at = 0
    for i in range(len(widths)):
      part = d.narrow(2, at, widths[i])
      if ins[i].size(1) != groups * widths[i]:
        part = torch.sum(part, [1])
      out.append(part.reshape([n, -1]).clone())
      at = at + widths[i]
    return out
  def rows_f(self: __torch__.M, ins: List[Tensor]) -> List[Tensor]:
    return [torch.cat(ins, 0)]
  def rows_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    at = 0
    for x in ins:
      out.append(dys[0].narrow(0, at, x.size(0)).to(x.dtype, copy=True))
      at = at + x.size(0)
    return out
  # [n, w] of zeros to which rows are added; the way back of pick
  def place_f(self: __torch__.M, ins: List[Tensor], index: Tensor, n: int) -> List[Tensor]:
    return [torch.zeros([n, ins[0].size(1)], dtype=ins[0].dtype, device=ins[0].device).index_add_(0, index, ins[0])]
  def place_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, index: Tensor, n: int) -> List[Tensor]:
    return [dys[0].index_select(0, index)]
  def transpose_f(self: __torch__.M, ins: List[Tensor]) -> List[Tensor]:
    return [ins[0].t().contiguous()]
  def transpose_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int) -> List[Tensor]:
    return [dys[0].t().contiguous()]

  # ---- arithmetic
  def scale_f(self: __torch__.M, ins: List[Tensor], factor: float) -> List[Tensor]:
    return [ins[0].mul(factor)]
  def scale_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, factor: float) -> List[Tensor]:
    return [dys[0].mul(factor)]
  # x y, where y may have one row or one column
  def multiply_f(self: __torch__.M, ins: List[Tensor]) -> List[Tensor]:
    return [ins[0].mul(ins[1]).to(ins[0].dtype)]
  def multiply_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int) -> List[Tensor]:
    d = __torch__.wide(dys[0])
    dy = d.mul(ins[0]).sum_to_size(ins[1].size())
    return [d.mul(ins[1]).sum_to_size(ins[0].size()).to(ins[0].dtype), dy.to(ins[1].dtype)]
  # x + y, where y may have one row or one column
  def plus_f(self: __torch__.M, ins: List[Tensor]) -> List[Tensor]:
    return [ins[0].add(ins[1])]
  def plus_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for x in ins:
      out.append(dys[0].sum_to_size(x.size()).to(x.dtype, copy=True))
    return out
  def matmul_f(self: __torch__.M, ins: List[Tensor]) -> List[Tensor]:
    return [torch.mm(ins[0], ins[1])]
  def matmul_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int) -> List[Tensor]:
    return [torch.mm(dys[0], ins[1].t()), torch.mm(ins[0].t(), dys[0])]
  def cast_f(self: __torch__.M, ins: List[Tensor], dt: int) -> List[Tensor]:
    return [ins[0].to(dt, copy=True)]
  def cast_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, dt: int) -> List[Tensor]:
    return [dys[0].to(ins[0].dtype, copy=True)]
  # limit tanh(x / limit)
  def soft_cap_f(self: __torch__.M, ins: List[Tensor], limit: float) -> List[Tensor]:
    return [torch.tanh(ins[0].div(limit)).mul_(limit)]
  def soft_cap_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, limit: float) -> List[Tensor]:
    t = torch.tanh(ins[0].div(limit))
    return [dys[0].mul(t.square_().neg_().add_(1.))]

  # ---- routing to experts
  # weights [n, experts] of logits, 0 but for the chosen ones; numbers: how many, groups, groups chosen, sigmoid, normed
  def route_f(self: __torch__.M, ins: List[Tensor], correction: List[Tensor], numbers: List[int], factor: float) -> List[Tensor]:
    p = __torch__.gate(__torch__.wide(ins[0]), numbers[3])
    choice = p
    if len(correction) > 0:
      choice = p.add(correction[0])
    if numbers[1] > 1:
      groups = choice.view([p.size(0), numbers[1], -1])
      best, i = torch.topk(groups, 2, -1)
      best, i = torch.topk(torch.sum(best, [2]), numbers[2], -1)
      open = torch.zeros([p.size(0), numbers[1]], device=p.device).scatter_(1, i, 1.)
      choice = groups.masked_fill(torch.eq(open, 0.).unsqueeze(2), -inf).view(p.size())
    best, i = torch.topk(choice, numbers[0], -1)
    chosen = torch.zeros_like(p).scatter_(1, i, 1.)
    a = p.mul(chosen)
    if numbers[4] == 1:
      a = a.div_(torch.sum(a, [1], True))
    return [a.mul_(factor), chosen]
  def route_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, correction: List[Tensor], numbers: List[int], factor: float) -> List[Tensor]:
    p = __torch__.gate(__torch__.wide(ins[0]), numbers[3])
    d = __torch__.wide(dys[0]).mul(saved[0]).mul_(factor)
    if numbers[4] == 1:
      a = p.mul(saved[0])
      total = torch.sum(a, [1], True)
      d = d.sub(torch.sum(d.mul(a), [1], True).div_(total)).mul_(saved[0]).div_(total)
    if numbers[3] == 1:
      return [d.mul_(p).mul_(p.neg().add_(1.)).to(ins[0].dtype)]
    return [d.sub(torch.sum(d.mul(p), [1], True)).mul_(p).to(ins[0].dtype)]
  def balance_f(self: __torch__.M, ins: List[Tensor], chosen: int, coefficient: float) -> List[Tensor]:
    counts = torch.zeros([ins[0].size(1)], dtype=__torch__.wide(ins[0]).dtype, device=ins[0].device)
    sums = torch.zeros_like(counts)
    rows = 0
    for x in ins:
      p = torch.softmax(__torch__.wide(x), 1)
      best, i = torch.topk(p, chosen, -1)
      counts.add_(torch.sum(torch.zeros_like(p).scatter_(1, i, 1.), [0]))
      sums.add_(torch.sum(p, [0]))
      rows = rows + x.size(0)
    slope = counts.mul_(coefficient * float(ins[0].size(1)) / float(rows) / float(rows))
    return [torch.sum(sums.mul_(slope)), slope]
  def balance_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, chosen: int, coefficient: float) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for x in ins:
      p = torch.softmax(__torch__.wide(x), 1)
      g = saved[0].mul(dys[0]).unsqueeze(0)
      out.append(g.sub(torch.sum(p.mul(g), [1], True)).mul(p).to(x.dtype))
    return out
  def columns_nonzero(self: __torch__.M, x: Tensor) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for i in range(x.size(1)):
      out.append(torch.nonzero(x.select(1, i)).view([-1]))
    return out

  # ---- losses, of float scores; one number
  # over rows whose target is not -100
  def token_sum_f(self: __torch__.M, ins: List[Tensor], target: Tensor) -> List[Tensor]:
    x = __torch__.wide(ins[0])
    seen = torch.ne(target, -100)
    p = torch.log_softmax(x, 1)
    own = p.gather(1, target.clamp(0).unsqueeze(1)).squeeze(1)
    return [torch.sum(torch.where(seen, own, torch.zeros_like(own))).neg(), p]
  def token_sum_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, target: Tensor) -> List[Tensor]:
    seen = torch.ne(target, -100).unsqueeze(1)
    g = torch.exp(saved[0])
    g.scatter_add_(1, target.clamp(0).unsqueeze(1), torch.full([g.size(0), 1], -1., dtype=g.dtype, device=g.device))
    return [g.mul_(seen).mul_(dys[0]).to(ins[0].dtype)]
  def mean_square_f(self: __torch__.M, ins: List[Tensor], target: Tensor) -> List[Tensor]:
    return [torch.sum(__torch__.wide(ins[0]).sub(target.view(ins[0].size())).square_())]
  def mean_square_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, target: Tensor) -> List[Tensor]:
    x = __torch__.wide(ins[0])
    return [x.sub(target.view(x.size())).mul_(2.).mul_(dys[0]).to(ins[0].dtype)]
  def binary_loss_f(self: __torch__.M, ins: List[Tensor], target: Tensor) -> List[Tensor]:
    x = __torch__.wide(ins[0])
    return [torch.sum(x.clamp(0.).sub_(x.mul(target)).add_(torch.log1p(torch.exp(x.abs().neg_()))))]
  def binary_loss_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, target: Tensor) -> List[Tensor]:
    x = __torch__.wide(ins[0])
    return [torch.sigmoid(x).sub_(target).mul_(dys[0]).to(ins[0].dtype)]


# ---- functions ------------------------------------------------------------------------------------------------------

# at least float, for sums
def wide(x: Tensor) -> Tensor:
  if x.dtype == 7:
    return x
  return x.to(6)

def gate(x: Tensor, sigmoid: int) -> Tensor:
  if sigmoid == 1:
    return torch.sigmoid(x)
  return torch.softmax(x, 1)

# in float one step after the other, as transformers computes gelu_new: a step fewer is another last digit
def gelu_tanh(x: Tensor) -> Tensor:
  return torch.tanh(x.mul(x).mul_(x).mul_(0.044715).add_(x).mul_(0.7978845608028654))

def act(x: Tensor, kind: int) -> Tensor:
  if kind == 0:
    return torch.gelu(x)
  elif kind == 1:
    return torch.gelu(x, approximate="tanh")
  elif kind == 2:
    return torch.relu(x)
  elif kind == 3:
    return torch.silu(x)
  elif kind == 4:
    return torch.sigmoid(x.mul(1.702)).mul_(x)
  elif kind == 5:
    return torch.tanh(x)
  elif kind == 6:
    return torch.relu(x).square_()
  elif kind == 8 and x.dtype != 15:
    return x.mul(.5).mul_(__torch__.gelu_tanh(x).add_(1.))
  elif kind == 8:
    return torch.gelu(x, approximate="tanh")
  return torch.sigmoid(x)

def act_back(d: Tensor, x: Tensor, kind: int) -> Tensor:
  if kind == 0:
    return torch.gelu_backward(d, x)
  elif kind == 1:
    return torch.gelu_backward(d, x, approximate="tanh")
  elif kind == 2:
    return torch.threshold_backward(d, x, 0)
  elif kind == 3:
    return torch.silu_backward(d, x)
  elif kind == 4:
    s = torch.sigmoid(x.mul(1.702))
    return s.mul(s.neg().add_(1.)).mul_(x).mul_(1.702).add_(s).mul_(d)
  elif kind == 5:
    return torch.tanh(x).square_().neg_().add_(1.).mul_(d)
  elif kind == 6:
    return torch.relu(x).mul_(2.).mul_(d)
  elif kind == 8 and x.dtype != 15:
    t = __torch__.gelu_tanh(x)
    s = t.square().neg_().add_(1.).mul_(x.mul(.5).mul_(d)).mul_(0.7978845608028654)
    return t.add_(1.).mul_(.5).mul_(d).add_(s).add_(x.square().mul_(3. * 0.044715).mul_(s))
  elif kind == 8:
    return torch.gelu_backward(d, x, approximate="tanh")
  s = torch.sigmoid(x)
  return s.mul(s.neg().add_(1.)).mul_(d)
