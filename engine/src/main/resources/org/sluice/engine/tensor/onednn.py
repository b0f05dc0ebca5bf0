# Products of few rows with matrices in oneDNN's own order; on processors for which libtorch is built with it.
  def reorder(self: __torch__.M, w: Tensor) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(w, 8)


# ---- functions ------------------------------------------------------------------------------------------------------

# x w^T + bias; a bias of no elements is none
def reordered_product(x: Tensor, w: Tensor, bias: List[Tensor]) -> Tensor:
  b = annotate(Optional[Tensor], None)
  if len(bias) > 0 and bias[0].numel() > 0:
    b = bias[0]
  return ops.mkldnn._linear_pointwise(x, w, b, "none", annotate(List[Optional[number]], []), annotate(Optional[str], None))
