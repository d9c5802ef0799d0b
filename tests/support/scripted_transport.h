// The public ScriptedTransport in the namespace of the tests.
#pragma once

#include <lookoutvision/testing/scripted_transport.h>

namespace lookoutvision::test {

using testing::ScriptedTransport;

}  // namespace lookoutvision::test
