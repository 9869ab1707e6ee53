/// Makes the compiler believe that somebody wants to know.
@inline(never)
@_optimize(none)
func keep(_ value: Int) {}
