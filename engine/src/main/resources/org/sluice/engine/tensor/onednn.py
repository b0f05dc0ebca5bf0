# Products of few rows with matrices in another order than row by row; on processors for which libtorch is built with oneDNN and MKL.
  # In float in MKL's form, which is the faster one, otherwise in oneDNN's. The number of rows that MKL asks for decides its blocks:
  # those for 64 serve fewer rows as well as their own, those for 8 take twice the time at 32.
  def reorder(self: __torch__.M, w: Tensor) -> Tensor:
    if w.dtype == 6:
      return ops.mkl._mkl_reorder_linear_weight(w, 64)
    return ops.mkldnn._reorder_linear_weight(w, 8)

  # 1 where there are such products in w's type, otherwise 0: oneDNN's in 16 bits want more of the processor than AVX2.
  def reorders(self: __torch__.M, w: Tensor) -> Tensor:
    can = w.dtype == 6 or (w.dtype == 15 and ops.mkldnn._is_mkldnn_bf16_supported()) or (w.dtype == 5 and ops.mkldnn._is_mkldnn_fp16_supported())
    return torch.full([1], float(can))


# ---- functions ------------------------------------------------------------------------------------------------------

# x w^T + bias, form being w reordered; a bias of no elements is none
def reordered_product(x: Tensor, form: Tensor, w: Tensor, bias: List[Tensor]) -> Tensor:
  b = annotate(Optional[Tensor], None)
  if len(bias) > 0 and bias[0].numel() > 0:
    b = bias[0]
  if x.dtype == 6:
    return ops.mkl._mkl_linear(x, form, w, b, x.size(0))
  return ops.mkldnn._linear_pointwise(x, form, b, "none", annotate(List[Optional[number]], []), annotate(Optional[str], None))
