  # The fused ops of ops.py in the shape of general.py's, for GradientTest.
  def w_norm_f(self: __torch__.M, ins: List[Tensor], eps: float) -> List[Tensor]:
    return (self).norm_f(ins[0], ins[1], eps, 7)
  def w_norm_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, eps: float) -> List[Tensor]:
    grad = [torch.zeros_like(ins[1])]
    return [(self).norm_b(dys[0], ins[0], saved[0], ins[1], annotate(List[Tensor], []), grad), grad[0]]
  def w_swiglu_f(self: __torch__.M, ins: List[Tensor]) -> List[Tensor]:
    return [(self).swiglu_f(ins[0])]
  def w_swiglu_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int) -> List[Tensor]:
    return [(self).swiglu_b(dys[0], ins[0])]
  def w_embed_f(self: __torch__.M, ins: List[Tensor], ids: Tensor) -> List[Tensor]:
    return [(self).embed(ins[0], ids)]
  def w_embed_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, ids: Tensor) -> List[Tensor]:
    grad = torch.zeros_like(ins[0])
    (self).embed_b(dys[0], ids, grad)
    return [grad]
  # gains of a factor's rows: a, e
  def w_gain_f(self: __torch__.M, ins: List[Tensor]) -> List[Tensor]:
    target = torch.empty_like(ins[0])
    (self).gain(target, ins[0], ins[1])
    return [target]
  def w_gain_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int) -> List[Tensor]:
    grads = [torch.zeros_like(ins[0]), torch.zeros_like(ins[1])]
    (self).gain_b(dys[0].clone(), ins[0], ins[1], grads[0], grads[1])
    return grads
  def w_pick_f(self: __torch__.M, ins: List[Tensor], index: Tensor) -> List[Tensor]:
    return [(self).pick(ins[0], index)]
  def w_pick_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, index: Tensor) -> List[Tensor]:
    return [(self).pick_b(dys[0], index, ins[0].size(0))]
  # low-rank additions: x, A, B
  def w_linear_f(self: __torch__.M, ins: List[Tensor], w: Tensor, cuts: List[int], s: float) -> List[Tensor]:
    b = torch.zeros([w.size(0), ins[1].size(0)], dtype=7)
    (self).spread(b, ins[2], cuts)
    return (self).linear_f(ins[0], [w], annotate(List[Tensor], []), [ins[1], b], cuts, w.size(0), s)
  def w_linear_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, w: Tensor, cuts: List[int], s: float) -> List[Tensor]:
    b = torch.zeros([w.size(0), ins[1].size(0)], dtype=7)
    (self).spread(b, ins[2], cuts)
    grads = [torch.zeros_like(ins[1]), torch.zeros_like(ins[2])]
    dx = (self).linear_b(dys[0], ins[0], saved, [w], [ins[1], b], cuts, grads, w.size(0), s, True)
    return [dx, grads[0], grads[1]]
  # a trained matrix with its bias
  def w_bias_f(self: __torch__.M, ins: List[Tensor]) -> List[Tensor]:
    none = annotate(List[Tensor], [])
    return (self).linear_f(ins[0], [ins[1]], [ins[2]], none, annotate(List[int], []), ins[1].size(0), 1.)
  def w_bias_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int) -> List[Tensor]:
    none = annotate(List[Tensor], [])
    grads = [torch.zeros_like(ins[1])]
    bias = [torch.zeros_like(ins[2])]
    dx = (self).linear_b(dys[0], ins[0], none, [ins[1]], none, annotate(List[int], []), grads, ins[1].size(0), 1., True)
    (self).bias_b(dys[0], bias)
    return [dx, grads[0], bias[0]]
  def w_dropped_f(self: __torch__.M, ins: List[Tensor], masks: List[Tensor], cuts: List[int], rows: int, s: float) -> List[Tensor]:
    b = torch.zeros([rows, ins[1].size(0)], dtype=7)
    (self).spread(b, ins[2], cuts)
    y = torch.zeros([ins[0].size(0), rows], dtype=7)
    u = (self).dropped_f(y, ins[0], masks, [ins[1], b], cuts, s)
    return [y, u]
  def w_dropped_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, masks: List[Tensor], cuts: List[int], rows: int, s: float) -> List[Tensor]:
    b = torch.zeros([rows, ins[1].size(0)], dtype=7)
    (self).spread(b, ins[2], cuts)
    dx = torch.zeros_like(ins[0])
    grads = [torch.zeros_like(ins[1]), torch.zeros_like(ins[2])]
    (self).dropped_b(dx, dys[0], ins[0], saved[0], masks, [ins[1], b], cuts, grads, s, True)
    return [dx, grads[0], grads[1]]
  def w_attention_f(self: __torch__.M, ins: List[Tensor], cos: Tensor, sin: Tensor, prefix: int, starts: List[int], lens: List[int], groups: List[int], nq: int, nk: int, dim: int) -> List[Tensor]:
    return (self).attention_f(ins[0], cos, sin, prefix, starts, lens, groups, nq, nk, dim)
  def w_attention_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, cos: Tensor, sin: Tensor, prefix: int, starts: List[int], lens: List[int], groups: List[int], nq: int, nk: int, dim: int) -> List[Tensor]:
    return [(self).attention_b(dys[0], saved, cos, sin, prefix, starts, lens, groups, nq, nk, dim)]
  # in plain steps: the product's op makes the gradient at once, in chunks
  def w_cross_entropy_f(self: __torch__.M, ins: List[Tensor], target: Tensor, cap: float) -> List[Tensor]:
    p = torch.matmul(ins[0], ins[1].t()).add(ins[2])
    if cap > 0.:
      p = torch.tanh(p.div(cap)).mul(cap)
    return [torch.sum(torch.log_softmax(p, 1).gather(1, target.unsqueeze(1))).neg()]
  def w_cross_entropy_b(self: __torch__.M, dys: List[Tensor], ins: List[Tensor], saved: List[Tensor], need: int, target: Tensor, cap: float) -> List[Tensor]:
    grad = [torch.zeros_like(ins[1])]
    bias = [torch.zeros_like(ins[2])]
    loss, dh = (self).cross_entropy(ins[0], ins[1], [ins[2]], target, 2, cap, grad, bias)
    return [dh.mul(dys[0]), grad[0].mul(dys[0]), bias[0].mul(dys[0])]
