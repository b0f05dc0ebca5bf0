# In place of onednn.py where libtorch has no oneDNN: nothing is ever reordered.
  def reorder(self: __torch__.M, w: Tensor) -> Tensor:
    return w

  def reorders(self: __torch__.M, w: Tensor) -> Tensor:
    return torch.zeros([1])


# ---- functions ------------------------------------------------------------------------------------------------------

def reordered_product(x: Tensor, form: Tensor, w: Tensor, bias: List[Tensor]) -> Tensor:
  return torch.mm(x, w.t())
