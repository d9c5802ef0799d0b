// FunctionRef: a function handed down a call for as long as that lasts, without std::function's copy on the
// heap.
#pragma once

#include <utility>

namespace lookoutvision::internal {

template <typename Signature>
class FunctionRef;

/// Refers to a callable, which outlives it.
template <typename Result, typename... Arguments>
class FunctionRef<Result(Arguments...)> {
 public:
  template <typename Callable>
  explicit FunctionRef(Callable& callable)
      : callable_(&callable), call_([](void* object, Arguments... arguments) -> Result {
          return (*static_cast<Callable*>(object))(std::forward<Arguments>(arguments)...);
        }) {}

  Result operator()(Arguments... arguments) const {
    return call_(callable_, std::forward<Arguments>(arguments)...);
  }

 private:
  void* callable_;
  Result (*call_)(void*, Arguments...);
};

}  // namespace lookoutvision::internal
